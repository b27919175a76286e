package io.pipestream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.pipestream.support.Tool;

/** What kustomize makes of an overlay in k8s. */
record Overlay(String name, List<JsonNode> manifests) {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    /** Built by the real tool; where there is none, the test that asks is skipped and says so. */
    static Overlay build(String name) throws IOException, InterruptedException {
        assumeTrue(
                Tool.isThere("kubectl") || Tool.isThere("kustomize"),
                "NOT RUN: neither kubectl nor kustomize is here to build the overlays in k8s");
        var folder = "k8s/overlays/" + name;
        var built = Tool.run(
                Tool.isThere("kustomize")
                        ? List.of("kustomize", "build", folder)
                        : List.of("kubectl", "kustomize", folder));
        assertThat(built.exitCode()).as(built.output()).isZero();
        try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(built.output())) {
            return new Overlay(name, documents.readAll());
        }
    }

    List<JsonNode> all(String kind) {
        return manifests.stream()
                .filter(manifest -> manifest.path("kind").asText().equals(kind))
                .toList();
    }

    JsonNode one(String kind) {
        var found = all(kind);
        assertThat(found).as(kind).hasSize(1);
        return found.getFirst();
    }
}

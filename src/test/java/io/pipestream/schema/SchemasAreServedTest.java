package io.pipestream.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.pipestream.support.Api;
import io.pipestream.support.Http;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** Whoever reads a record finds its schema at the URL that the record names, without a key. */
@QuarkusTest
class SchemasAreServedTest {

    private static final int VERSION = Released.version("com.pipedrive.deal.added");

    private static final String DEAL_ADDED = "/schemas/com.pipedrive.deal.added/v" + VERSION;

    @Test
    void everySchemaOfTheIndexIsServedWithASampleThatIsAsItSays() {
        // When
        var index = get("/schemas").json();

        // Then
        assertThat(index.path("data")).hasSameSizeAs(SchemaLibrary.newest().keySet());
        for (var entry : index.path("data")) {
            var url = entry.path("schema").asText();
            var answer = Http.get(url, Map.of());
            assertThat(answer.status()).as(url).isEqualTo(200);
            assertThat(answer.header("content-type")).startsWith("application/schema+json");
            var served = (ObjectNode) Validation.json(answer.body());
            assertThat(served.path("$id").asText()).isEqualTo(url);
            var sample = Http.get(entry.path("sample").asText(), Map.of()).body();
            assertThat(Validation.problems(served, Validation.json(sample)))
                    .as(url)
                    .isEmpty();
            assertThat(withoutId(served))
                    .isEqualTo(withoutId(Validation.json(
                            Validation.schema(entry.path("name").asText()).toString())));
        }
        assertThat(Http.get(index.path("asyncapi").asText(), Map.of()).status()).isEqualTo(200);
    }

    @Test
    void whoHasTheSchemaAlreadyIsToldSo() {
        // Given
        var first = get(DEAL_ADDED);

        // When
        var second = Http.get(Api.url(DEAL_ADDED), Map.of("If-None-Match", first.header("etag")));

        // Then
        assertThat(first.header("cache-control")).contains("max-age=300").doesNotContain("private");
        assertThat(first.header("etag")).matches("\"[0-9a-f]{32}\"");
        assertThat(second.status()).isEqualTo(304);
        assertThat(second.body()).isEmpty();
        assertThat(second.header("etag")).isEqualTo(first.header("etag"));
        assertThat(get("/schemas/event/v1").header("etag")).isNotEqualTo(first.header("etag"));
    }

    @Test
    void aSchemaThatIsNoneIsNotFound() {
        for (var path : new String[] {
            "/schemas/com.pipedrive.deal.added/v" + (VERSION + 1),
            "/schemas/com.pipedrive.deal.added/v0/sample",
            "/schemas/com.pipedrive.nothing.added/v1"
        }) {
            // When
            var answer = get(path);

            // Then
            assertThat(answer.status()).as(path).isEqualTo(404);
            assertThat(answer.json().path("type").asText()).isEqualTo("/problems/schema-not-found");
        }
    }

    @Test
    void theFirstSchemasAreServedOnForRecordsThatNameThem() {
        assertThat(get("/schemas/event-v1.json").json().path("title").asText())
                .isEqualTo("Pipestream event, version 1");
        assertThat(get("/schemas/coverage-v1.json").json().path("title").asText())
                .isEqualTo("Pipestream coverage, version 1");
    }

    @Test
    void theTopicsAreDescribedInJsonAndInYaml() throws Exception {
        // When
        var json = get("/asyncapi");
        var yaml = get("/asyncapi.yaml");
        var negotiated = Http.get(Api.url("/asyncapi"), Map.of("Accept", "application/yaml"));

        // Then
        assertThat(json.header("content-type")).startsWith("application/json");
        assertThat(json.json().path("asyncapi").asText()).isEqualTo("3.0.0");
        assertThat(json.json().at("/channels/deal_added/address").asText()).isEqualTo("pipedrive.deal.added");
        assertThat(json.json()
                        .at("/components/messages/deal_added/payload/schema/$ref")
                        .asText())
                .isEqualTo(get("/schemas")
                        .json()
                        .path("data")
                        .valueStream()
                        .filter(entry -> entry.path("name").asText().equals("com.pipedrive.deal.added"))
                        .findFirst()
                        .orElseThrow()
                        .path("schema")
                        .asText());
        assertThat(get("/asyncapi.json").body()).isEqualTo(json.body());
        assertThat(yaml.header("content-type")).startsWith("application/yaml");
        JsonNode read = new YAMLMapper().readTree(yaml.body());
        assertThat(read).isEqualTo(json.json());
        assertThat(negotiated.body()).isEqualTo(yaml.body());
    }

    private static Http.Answer get(String path) {
        return Http.get(Api.url(path), Map.of());
    }

    private static JsonNode withoutId(JsonNode schema) {
        return ((ObjectNode) schema.deepCopy()).without("$id");
    }
}

package io.pipestream.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The gate of the build: what the code declares may only add to what was released. If it fails, undo the change, or
 * release a new version on purpose with {@code ./pipestream schemas --release --new-versions}.
 */
class ReleasedSchemasTest {

    private static final Path HERE = Path.of("");

    @Test
    void nothingThatWasReleasedIsBroken() {
        assertThat(Release.of(HERE).breaks())
                .as("./pipestream schemas tells more, and --release --new-versions makes a new version of it")
                .isEmpty();
    }

    /** An order that changes from process to process would give each instance an {@code ETag} of its own. */
    @ParameterizedTest
    @MethodSource("released")
    void theOrderOfDefinitionsIsTheReleasedOne(String name, int version) {
        // Given
        var released = Objects.requireNonNull(Released.document(name, version));

        // When
        var current = name.equals(AsyncApi.TOPICS) ? Release.topics() : Validation.schema(name);

        // Then
        for (var part : new String[] {"/$defs", "/properties", "/channels", "/components/messages"}) {
            assertThat(names(current.at(part))).as(part).containsSubsequence(names(released.at(part)));
        }
    }

    static Stream<Arguments> released() {
        return Released.versions().entrySet().stream().map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    private static List<String> names(JsonNode object) {
        return object.propertyStream().map(Map.Entry::getKey).toList();
    }

    @Test
    void thereIsAFileOfEveryReleasedVersionAndNoOther() throws IOException {
        // Given
        var folder = Release.of(HERE).folder();

        // When
        List<String> files;
        try (var all = Files.walk(folder)) {
            files = all.filter(file -> file.toString().matches(".*/v\\d+\\.json"))
                    .map(file -> folder.relativize(file).toString())
                    .toList();
        }

        // Then
        var versions = Released.versions();
        assertThat(versions).containsKeys(AsyncApi.TOPICS, "event", "com.pipedrive.deal.added");
        assertThat(files)
                .containsExactlyInAnyOrderElementsOf(versions.entrySet().stream()
                        .flatMap(entry -> IntStream.rangeClosed(1, entry.getValue())
                                .mapToObj(version -> Released.file(entry.getKey(), version)))
                        .toList());
    }

    @Test
    void aReleaseWritesWhatTheGateReads(@TempDir Path elsewhere) throws IOException {
        // When
        new Release(elsewhere).write();

        // Then
        var written = Validation.json(Files.readString(elsewhere.resolve(
                Released.file("com.pipedrive.deal.added", Released.version("com.pipedrive.deal.added")))));
        assertThat(Compatibility.breaks(written, Validation.schema("com.pipedrive.deal.added")))
                .isEmpty();
        assertThat(new Release(elsewhere).write()).isEmpty();
        var index = Validation.json(Files.readString(elsewhere.resolve("index.json")));
        assertThat(index.propertyStream().map(Map.Entry::getKey))
                .containsAll(SchemaLibrary.newest().keySet())
                .contains(AsyncApi.TOPICS);
    }

    @Test
    void whatBreaksIsReleasedAsANewVersionThatPromisesEveryFieldAgain(@TempDir Path elsewhere) throws IOException {
        // Given
        int next = Released.version("com.pipedrive.deal.added") + 1;
        int nextTopics = Released.version(AsyncApi.TOPICS) + 1;

        // When
        var written = new Release(elsewhere).write(Set.of("com.pipedrive.deal.added", AsyncApi.TOPICS));

        // Then
        assertThat(written)
                .contains("wrote " + elsewhere.resolve(Released.file("com.pipedrive.deal.added", next)))
                .contains("wrote " + elsewhere.resolve(Released.file(AsyncApi.TOPICS, nextTopics)))
                .contains("wrote " + elsewhere.resolve("index.json"));
        var schema =
                Validation.json(Files.readString(elsewhere.resolve(Released.file("com.pipedrive.deal.added", next))));
        assertThat(schema.path("$id").asText()).isEqualTo(SchemaLibrary.path("com.pipedrive.deal.added", next));
        assertThat(schema.at("/$defs/deal/required")).hasSameSizeAs(schema.at("/$defs/deal/properties"));
        var index = Validation.json(Files.readString(elsewhere.resolve("index.json")));
        assertThat(index.path("com.pipedrive.deal.added").asInt()).isEqualTo(next);
        assertThat(index.path("com.pipedrive.deal.updated").asInt())
                .isEqualTo(Released.version("com.pipedrive.deal.updated"));
        assertThat(index.path(AsyncApi.TOPICS).asInt()).isEqualTo(nextTopics);
    }
}

package io.pipestream.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        var written = Validation.json(Files.readString(elsewhere.resolve("com.pipedrive.deal.added/v1.json")));
        assertThat(Compatibility.breaks(written, Validation.schema("com.pipedrive.deal.added")))
                .isEmpty();
        assertThat(new Release(elsewhere).write()).isEmpty();
        var index = Validation.json(Files.readString(elsewhere.resolve("index.json")));
        assertThat(index.propertyStream().map(Map.Entry::getKey))
                .containsAll(SchemaLibrary.newest().keySet())
                .contains(AsyncApi.TOPICS);
    }
}

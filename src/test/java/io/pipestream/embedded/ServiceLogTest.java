package io.pipestream.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceLogTest {

    private static final String OUTPUT = """
            2026-03-01 10:00:00,000 INFO  started
            2026-03-01 10:00:01,000 WARN  postgres is away
            2026-03-01 10:00:02,000 INFO  postgres is back
            """;

    @TempDir
    private Path folder = Path.of("");

    private final List<String> screen = Collections.synchronizedList(new ArrayList<>());

    @Test
    void everyLineIsWrittenAndWarningsAreShown() throws Exception {
        // Given
        var log = ServiceLog.quiet(folder.resolve("service.log"), screen::add);

        // When
        log.copy(new ByteArrayInputStream(OUTPUT.getBytes(UTF_8))).join();

        // Then
        assertThat(Files.readString(log.file())).isEqualTo(OUTPUT);
        assertThat(screen).containsExactly("2026-03-01 10:00:01,000 WARN  postgres is away");
    }

    @Test
    void aFileThatCannotBeWrittenIsSaidOnceAndTheOutputIsReadToItsEnd() throws Exception {
        // Given
        var log = ServiceLog.quiet(folder.resolve("no such folder/service.log"), screen::add);

        // When
        log.copy(new ByteArrayInputStream(OUTPUT.getBytes(UTF_8))).join();

        // Then
        assertThat(log.tail()).hasSize(3);
        assertThat(screen).hasSize(2);
        assertThat(screen.getFirst()).contains("is not written to").contains("service.log");
        assertThat(screen.getLast()).contains("postgres is away");
    }
}

package io.pipestream.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.junit.jupiter.api.Test;

class LogFactsTest {

    /** The beginning of a call of a logger, up to the end of its message. */
    private static final Pattern MESSAGE =
            Pattern.compile("LOG\\.\\w+f\\(\\s*(?:\\w+,\\s*)?((?:\"(?:[^\"\\\\]|\\\\.)*\"\\s*\\+?\\s*)+)");

    private static final Pattern KEY = Pattern.compile("(?<![\\w.])([A-Za-z]\\w*)=");

    private final LogFacts facts = new LogFacts();

    @Test
    void theFactsOfAMessageAreFieldsToo() {
        // Given
        var line = line(
                "io.pipestream.journal.Entry",
                "put aside delivery=%s batch=%d reason=\"no id\" events=[a, b] found=two of them; so=what");
        line.setParameters(new Object[] {"0194", 7});

        // When
        var passes = facts.isLoggable(line);

        // Then
        assertThat(passes).isTrue();
        assertThat(line.getMdcCopy())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "delivery", "0194",
                        "batch", "7",
                        "reason", "no id",
                        "events", "[a, b]",
                        "found", "two of them",
                        "so", "what"));
    }

    @Test
    void whatOthersLogIsLeftAlone() {
        // Given
        var line = line("org.apache.kafka.clients.NetworkClient", "node=1 is away, retries=%s");

        // Then
        assertThat(facts.isLoggable(line)).isTrue();
        assertThat(line.getMdcCopy()).isEmpty();
    }

    @Test
    void everyKeyIsOneOfThoseThatAreDocumented() throws IOException {
        // Given
        var documented = new TreeSet<String>();
        Pattern.compile("^\\| `([a-z_]+)` \\| fact \\|", Pattern.MULTILINE)
                .matcher(Files.readString(Path.of("docs/tracing.md")))
                .results()
                .forEach(row -> documented.add(row.group(1)));

        // When
        var used = new TreeSet<String>();
        try (var files = Files.walk(Path.of("src/main/java"))) {
            for (var file :
                    files.filter(file -> file.toString().endsWith(".java")).toList()) {
                MESSAGE.matcher(Files.readString(file))
                        .results()
                        .flatMap(message -> KEY.matcher(message.group(1)).results())
                        .forEach(key -> used.add(key.group(1)));
            }
        }

        // Then
        assertThat(used).hasSizeGreaterThan(20).isSubsetOf(documented);
    }

    private static ExtLogRecord line(String logger, String message) {
        var line = new ExtLogRecord(Level.WARN, message, ExtLogRecord.FormatStyle.PRINTF, LogFactsTest.class.getName());
        line.setLoggerName(logger);
        return line;
    }
}

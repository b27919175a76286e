package io.pipestream.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.pipestream.support.Http;
import org.apache.commons.io.FileUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The sandbox alone, as its image has it: a process of its own, with no library but those that the image takes. */
@Timeout(60)
class SandboxCommandTest {

    private static final Path BUILD = Path.of("deploy/build-sandbox");

    @TempDir
    private Path folder = Path.of("");

    private @Nullable Process process;

    @AfterEach
    void leaveNothingRunning() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    @Test
    void itServesTheAccountOnItsOwnAndKeepsItBetweenRuns() throws Exception {
        // Given
        var first = start();
        var added = Http.call(
                "POST",
                first + "/sandbox/deal",
                Map.of("content-type", "application/json"),
                "{\"title\": \"Kept\"}".getBytes(UTF_8));
        assertThat(added.status()).isEqualTo(201);

        // When
        stop();
        var second = start();

        // Then
        var deals = Http.call("GET", second + "/api/v2/deals", Map.of("x-api-token", "tok-of-the-test"), new byte[0]);
        assertThat(deals.status()).isEqualTo(200);
        assertThat(deals.json().at("/data/0/title").asText()).isEqualTo("Kept");
        assertThat(Http.call("GET", second + "/api/v2/deals", Map.of("x-api-token", "another"), new byte[0])
                        .status())
                .isEqualTo(401);
    }

    /** Starts it on a free port and answers its address. */
    private String start() throws IOException {
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath(),
                SandboxCommand.class.getName(),
                "--port",
                "0",
                "--data",
                folder.resolve("data").toString());
        builder.environment().put("SANDBOX_TOKEN", "tok-of-the-test");
        var started = builder.redirectErrorStream(true).start();
        process = started;
        return "http://127.0.0.1:" + port(started.inputReader());
    }

    private void stop() throws InterruptedException {
        var running = Objects.requireNonNull(process);
        running.destroy();
        assertThat(running.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    private static String port(BufferedReader output) throws IOException {
        var said = new StringBuilder();
        var listens = Pattern.compile("listens on .*:(\\d+)$");
        for (var line = output.readLine(); line != null; line = output.readLine()) {
            var found = listens.matcher(line);
            if (found.find()) {
                return Objects.requireNonNull(found.group(1));
            }
            said.append(line).append('\n');
        }
        throw new AssertionError("it ended: " + said);
    }

    /** What the script takes: the package's classes and its page, and of the libraries those that it picks. */
    private String classPath() throws IOException {
        var picked = Pattern.compile("grep -E '(.+)\\$'").matcher(Files.readString(BUILD));
        assertThat(picked.find()).as("the script's pattern").isTrue();
        var library = Pattern.compile(Objects.requireNonNull(picked.group(1)) + "$");
        var classes = folder.resolve("classes");
        for (var folderOfTheImage : List.of("io/pipestream/sandbox", "sandbox")) {
            FileUtils.copyDirectory(
                    new File("target/test-classes", folderOfTheImage),
                    classes.resolve(folderOfTheImage).toFile());
        }
        return Stream.concat(
                        Stream.of(classes.toString()),
                        Pattern.compile(Pattern.quote(File.pathSeparator))
                                .splitAsStream(System.getProperty("java.class.path"))
                                .filter(entry -> library.matcher(entry).find()))
                .collect(joining(File.pathSeparator));
    }
}

package io.pipestream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

import io.pipestream.embedded.PackagedService;
import io.pipestream.embedded.RunFile;
import io.pipestream.embedded.UpProcess;
import io.pipestream.support.DocumentedCommands;
import io.pipestream.support.ManagementApi;
import io.pipestream.support.SandboxApi;
import io.pipestream.support.Tool;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every command that README and the quickstart show is run, in the order in which it stands there and in one shell, on an
 * instance that is as fresh as the reader's. {@code DocsTest} sees to it that none escapes.
 */
@Timeout(300)
class QuickstartIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource({
        "README.md, com.pipedrive.deal.added, Solar roof, updated.deal",
        "docs/quickstart.md, com.pipedrive.deal.updated, Barn roof, PIPEDRIVE_NEW_DEAL_TRIGGER"
    })
    void theCommandsDoWhatTheDocumentSays(Path document, String type, String title, String more) throws Exception {
        // Given
        var blocks = DocumentedCommands.in(document).stream()
                .filter(DocumentedCommands::isRun)
                .toList();
        assertThat(blocks.getFirst().isUp())
                .as("the first block starts everything")
                .isTrue();

        try (var up = UpProcess.start(folder.resolve("data"), 0, PackagedService.JAR)) {
            var run = up.awaitReady(PATIENCE);
            awaitWebhooks(run);

            // When
            var ran = Tool.run(List.of("sh", "-c", script(blocks, run)));

            // Then
            assertThat(ran.output()).as("the commands of " + document).contains(type, title, more);
            assertThat(ran.exitCode()).as(ran.output()).isZero();
            assertThat(ran.output())
                    .as("traces are off until they are asked for")
                    .doesNotContain("traceparent");
        }
    }

    /** What the document calls {@code Pipestream is running}. */
    private static void awaitWebhooks(RunFile run) {
        var sandbox = new SandboxApi(String.valueOf(run.sandbox()), String.valueOf(run.sandboxToken()));
        Awaitility.await("webhooks")
                .atMost(PATIENCE)
                .until(() -> sandbox.webhooks().size() == 3);
    }

    /**
     * The blocks as one script. Other ports and another data folder than the reader's, no build, and two rules: an
     * answer that is an error is one for curl too, and a stream that never ends ends after a while.
     */
    private String script(List<DocumentedCommands> blocks, RunFile run) throws IOException {
        var script = new StringBuilder("""
                set -e
                export ID='%s'
                curl() {
                    case " $* " in
                        *' -N '*) command curl --fail-with-body --max-time 3 "$@" || [ $? -eq 28 ] ;;
                        *) command curl --fail-with-body --max-time 30 "$@" ;;
                    esac
                }
                """.formatted(connection(run)));
        blocks.stream()
                .filter(block -> !block.isUp())
                .forEach(block -> script.append(block.commands()).append('\n'));
        return script.toString()
                .replace("http://127.0.0.1:8080", run.service())
                .replace("http://127.0.0.1:8090", Objects.requireNonNull(run.sandbox()))
                .replace("./pipestream", launcher().toString());
    }

    private static String connection(RunFile run) {
        return new ManagementApi(run.service(), run.adminKey())
                .get("/api/connections")
                .json()
                .at("/data/0/id")
                .asText();
    }

    /** The entry script's last step: the launcher, with the data folder of this instance. */
    private Path launcher() throws IOException {
        var launcher = folder.resolve("pipestream");
        if (!Files.exists(launcher)) {
            Files.writeString(launcher, """
                    #!/bin/sh
                    exec '%s' -Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp '%s' io.pipestream.embedded.Launcher "$@" --data '%s'
                    """.formatted(
                            Path.of(System.getProperty("java.home"), "bin", "java"),
                            System.getProperty("java.class.path"),
                            folder.resolve("data")));
            Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
        }
        return launcher;
    }
}

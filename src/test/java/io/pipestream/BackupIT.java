package io.pipestream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

import io.pipestream.embedded.PackagedService;
import io.pipestream.embedded.RunFile;
import io.pipestream.embedded.UpProcess;
import io.pipestream.support.ManagementApi;
import io.pipestream.support.SandboxApi;
import io.pipestream.support.Tool;
import io.pipestream.support.TopicSummary;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The backup and the restore of docs/operations.md, by the very commands that stand there. */
@Timeout(600)
class BackupIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String TOPIC = "pipedrive.deal.added";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void whatWasBackedUpIsThereAfterARestoreAndNothingIsTwice() throws Exception {
        // Given
        TopicSummary backedUp;
        try (var up = UpProcess.start(data(), 0, PackagedService.JAR)) {
            var run = up.awaitReady(PATIENCE);
            addDeals(run, 20);
            awaitRecords(run, 20);
            backedUp = TopicSummary.of(run.kafka(), TOPIC);
        }
        runDocumented("    tar -czf");
        try (var up = UpProcess.start(data(), 0, PackagedService.JAR)) {
            var run = up.awaitReady(PATIENCE);
            addDeals(run, 5);
            awaitRecords(run, 25);
        }

        // When
        runDocumented("    rm -rf");

        // Then
        try (var up = UpProcess.start(data(), 0, PackagedService.JAR)) {
            var run = up.awaitReady(PATIENCE);
            assertThat(TopicSummary.of(run.kafka(), TOPIC)).isEqualTo(backedUp);
            assertThat(new ManagementApi(run.service(), run.adminKey()).events("object=deal"))
                    .hasSize(20);
            addDeals(run, 1);
            awaitRecords(run, 21);
            assertThat(TopicSummary.of(run.kafka(), TOPIC).ids()).hasSize(21).containsAll(backedUp.ids());
        }
        assertThat(Files.readString(data().resolve("logs/service.log"))).doesNotContain("progress ignored");
    }

    private Path data() {
        return folder.resolve("data");
    }

    private static void addDeals(RunFile run, int count) {
        var sandbox = new SandboxApi(String.valueOf(run.sandbox()), String.valueOf(run.sandboxToken()));
        Awaitility.await("webhooks")
                .atMost(PATIENCE)
                .until(() -> sandbox.webhooks().size() == 3);
        for (int i = 0; i < count; i++) {
            sandbox.control("POST", "/deal", "{\"title\": \"Solar roof\"}");
        }
    }

    private static void awaitRecords(RunFile run, int count) {
        Awaitility.await(count + " records")
                .atMost(PATIENCE)
                .until(() -> TopicSummary.of(run.kafka(), TOPIC).records() >= count);
        assertThat(TopicSummary.of(run.kafka(), TOPIC).records()).isEqualTo(count);
    }

    /** Runs the block of commands that begins so, where the folder {@code data} is. */
    private void runDocumented(String beginning) throws Exception {
        var block = Pattern.compile("(?m)^" + Pattern.quote(beginning) + ".*\\n(?:    .*\\n)*")
                .matcher(Files.readString(Path.of("docs/operations.md")));
        assertThat(block.find()).as(beginning).isTrue();
        var ran = Tool.run(List.of("sh", "-ec", "cd '" + folder + "'\n" + block.group()));
        assertThat(ran.exitCode()).as(ran.output()).isZero();
    }
}

package io.pipestream.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What survives, above all that no id is ever handed out twice. */
class RestartTest {

    @TempDir
    private Path directory;

    @Test
    void recordsIdsAndWebhooksSurviveARestart() {
        try (var receiver = new Receiver()) {
            // Given
            try (var sandbox = start()) {
                new Client(sandbox).register(receiver, "2.0", "create", "deal");
                sandbox.add("deal", new JsonObject().put("title", "First"));
                sandbox.add("deal", new JsonObject());
                sandbox.delete("deal", 2);
                await().until(() -> receiver.received().size() == 2);
            }

            // When
            try (var sandbox = start()) {
                sandbox.add("deal", new JsonObject());

                // Then
                await().until(() -> receiver.received().size() == 3);
                assertThat(receiver.recordIds()).containsExactlyInAnyOrder("1", "2", "3");
                assertThat(receiver.received().getLast().authorization()).isNotNull();
                assertThat(sandbox.get("deal", 1).getString("title")).isEqualTo("First");
                assertThat(new Client(sandbox)
                                .get("/api/v2/deals?status=deleted")
                                .ids())
                        .containsExactly(2);
            }
        }
    }

    @Test
    void aKilledProcessForgetsNothingThatWasAnswered() throws IOException {
        // Given
        var killed = directory.resolve("killed");
        try (var sandbox = start()) {
            sandbox.add("deal", new JsonObject());
            sandbox.add("deal", new JsonObject());

            // When: the files as they are this very moment, without a clean stop
            Files.createDirectories(killed);
            Files.copy(directory.resolve("sandbox.ndjson"), killed.resolve("sandbox.ndjson"));
        }

        // Then
        try (var sandbox = Sandbox.start(SandboxOptions.defaults().withDirectory(killed))) {
            assertThat(sandbox.add("deal", new JsonObject()).getInteger("id")).isEqualTo(3);
        }
    }

    @Test
    void aTornLastLineIsLeftOutAndDamageElsewhereIsNot() throws IOException {
        // Given
        var log = directory.resolve("sandbox.ndjson");
        try (var sandbox = start()) {
            sandbox.add("deal", new JsonObject());
        }
        // Ends within the two bytes of an õ.
        Files.write(log, new byte[] {'{', '"', 'p', '"', ':', '"', (byte) 0xC3}, StandardOpenOption.APPEND);

        // When
        try (var sandbox = start()) {
            assertThat(sandbox.add("deal", new JsonObject()).getInteger("id")).isEqualTo(2);
        }
        Files.writeString(log, "{\"torn\n" + Files.readString(log, UTF_8));

        // Then
        assertThatIllegalStateException().isThrownBy(this::start).withMessageContaining("damaged in line 1");
    }

    @Test
    void idsOfLongDeletedRecordsAreNotUsedAgain() {
        // Given
        var clock = new SettableClock("2026-03-02T08:00:00Z");
        var options = SandboxOptions.defaults().withDirectory(directory).withClock(clock);
        try (var sandbox = Sandbox.start(options)) {
            sandbox.add("deal", new JsonObject());
            sandbox.delete("deal", 1);
        }
        clock.advance(Duration.ofDays(31));

        // When
        Sandbox.start(options).close();

        // Then
        try (var sandbox = Sandbox.start(options)) {
            assertThat(new Client(sandbox).get("/api/v2/deals?status=deleted").rows())
                    .isEmpty();
            assertThat(sandbox.add("deal", new JsonObject()).getInteger("id")).isEqualTo(2);
        }
    }

    @Test
    void twoSandboxesDoNotShareADirectory() {
        try (var first = start()) {
            assertThat(first.url().getHost()).isEqualTo("127.0.0.1");
            assertThatIllegalStateException().isThrownBy(this::start).withMessageContaining("another sandbox");
        }
    }

    @Test
    void aTakenPortIsReported() {
        try (var first = Sandbox.start(SandboxOptions.defaults())) {
            var same = SandboxOptions.defaults().withPort(first.url().getPort()).withDirectory(directory);
            assertThatIllegalStateException()
                    .isThrownBy(() -> Sandbox.start(same))
                    .withMessageContaining("127.0.0.1:" + first.url().getPort());
        }

        // And the directory is free again
        start().close();
    }

    private Sandbox start() {
        return Sandbox.start(SandboxOptions.defaults().withSpeed(1000).withDirectory(directory));
    }
}

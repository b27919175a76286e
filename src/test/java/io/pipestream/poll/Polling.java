package io.pipestream.poll;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;

import com.fasterxml.jackson.databind.JsonNode;
import io.pipestream.connection.Connections;
import io.pipestream.support.Api;
import io.pipestream.support.Http;
import io.pipestream.support.SandboxClient;
import io.pipestream.support.TestClock;
import jakarta.inject.Singleton;
import org.awaitility.Awaitility;

/** Polling of the connected account, which sweeps when a test says so. */
@Singleton
class Polling {

    private final Connections connections;
    private final Poller poller;

    Polling(Connections connections, Poller poller) {
        this.connections = connections;
        this.poller = poller;
    }

    Connections.Ref connection() {
        return connections.all().getFirst();
    }

    /** As the API shows it. */
    JsonNode view() {
        return Api.get(path()).json();
    }

    void setMode(String mode) {
        assertThat(put("{\"mode\": \"%s\"}".formatted(mode)).status()).isEqualTo(200);
    }

    Http.Answer put(String settings) {
        return Api.put(path(), settings);
    }

    /** Moves the clocks on to when a sweep is due, and awaits that it was done, here or by the tick. */
    void sweepNow() {
        SandboxClient.advanceBoth(Duration.ofMinutes(3));
        sweepUntilNothingIsDue();
    }

    void sweepUntilNothingIsDue() {
        Awaitility.await("nothing is due").atMost(Duration.ofSeconds(60)).until(() -> {
            sweepIfDue();
            return Instant.parse(view().path("next_run_at").asText()).isAfter(TestClock.now());
        });
    }

    void sweepIfDue() {
        poller.sweepIfDue(connection());
    }

    private String path() {
        return "/api/connections/" + connection().id() + "/polling";
    }
}

package io.pipestream.poll;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

import io.pipestream.support.Door;
import io.pipestream.support.SandboxClient;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When polling looks and what that may cost is an operator's to say and to see. */
@QuarkusTest
class PollingModeTest {

    @Inject
    Polling polling;

    @BeforeEach
    void theConnectionIsPolledAsAFallback() {
        Door.ofNewDeals();
        polling.setMode("fallback");
    }

    @AfterEach
    void nothingIsWrongAnyMore() {
        SandboxClient.control("DELETE", "/faults", "");
        polling.setMode("fallback");
    }

    @Test
    void nothingIsLostBetweenTheConnectionOfAnAccountAndTheFirstLookOfPolling() {
        // When
        var beganAt = Instant.parse(polling.view().path("began_at").asText());

        // Then
        assertThat(beganAt).isEqualTo(polling.connection().connectedAt().truncatedTo(ChronoUnit.SECONDS));
    }

    @Test
    void offIsOffAndOnCatchesUp() {
        // Given
        polling.sweepNow();
        polling.setMode("off");
        SandboxClient.control("PUT", "/faults", "{\"drop\": 1.0}");
        var id = SandboxDeals.add();

        // When
        polling.sweepIfDue();

        // Then
        assertThat(polling.view().path("next_run_at").isNull()).isTrue();
        assertThat(polling.view().path("found_within_seconds").isNull()).isTrue();
        assertThat(SandboxDeals.events(id)).isEmpty();

        // When
        polling.setMode("always");
        polling.sweepNow();

        // Then
        assertThat(SandboxDeals.events(id)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"mode\": \"sometimes\"}", "{}", "{\"mode\": 1}", "{\"mode\": \"off\", \"x\": 1}"})
    void aModeThatIsNoneIsRefused(String body) {
        // When
        var refused = polling.put(body);

        // Then
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.header("content-type")).startsWith("application/problem+json");
    }

    @Test
    void whatPollingPromisesAndMayCostIsShown() {
        // When
        var view = polling.view();

        // Then
        assertThat(view.path("mode").asText()).isEqualTo("fallback");
        assertThat(view.path("cost_per_sweep").asInt()).isEqualTo(20);
        assertThat(view.path("found_within_seconds").asLong()).isBetween(60L, 120L);
        assertThat(view.path("budget").path("cap").asLong()).isPositive();
        assertThat(view.path("budget").path("daily").asLong())
                .isGreaterThan(view.path("budget").path("cap").asLong());
    }
}

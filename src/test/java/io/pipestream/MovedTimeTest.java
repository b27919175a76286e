package io.pipestream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import io.pipestream.support.SandboxClient;
import io.quarkus.arc.Arc;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** The application and its Pipedrive take the time from where tests can move it. */
@QuarkusTest
class MovedTimeTest {

    @Test
    void theApplicationAndTheSandboxMoveTogether() {
        // Given
        var clock = Arc.container().instance(Clock.class).get();
        var before = clock.instant();
        var sandboxBefore = sandboxNow();

        // When
        SandboxClient.advanceBoth(Duration.ofMinutes(1));

        // Then
        assertThat(clock.instant()).isCloseTo(before.plusSeconds(60), within(30, ChronoUnit.SECONDS));
        assertThat(sandboxNow()).isCloseTo(sandboxBefore.plusSeconds(60), within(30, ChronoUnit.SECONDS));
    }

    private static Instant sandboxNow() {
        return Instant.parse(
                SandboxClient.control("GET", "/clock", "").json().path("now").asText());
    }
}

package io.pipestream.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Random;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When nobody was alive, for any life of the instances. A failure names its seed. */
class DowntimeTest {

    private static final Duration TOLERANCE = Duration.ofSeconds(30);

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    @Test
    void thereIsNoneBeforeTheFirstHeartbeatEver() {
        assertThat(Downtime.between(null, START, TOLERANCE)).isNull();
    }

    @Test
    void aClockThatIsBehindTheOthersSeesNone() {
        assertThat(Downtime.between(START, START.minusSeconds(3_600), TOLERANCE))
                .isNull();
    }

    @Test
    void everyPauseBeyondTheToleranceIsOneDowntimeFromBeatToBeat() {
        for (long seed = 0; seed < 1_000; seed++) {
            // Given
            var random = new Random(seed);
            var expected = new ArrayList<Downtime>();
            var found = new ArrayList<Downtime>();
            @Nullable Instant last = null;
            var now = START;

            for (int beat = 0; beat < 100; beat++) {
                // When
                var downtime = Downtime.between(last, now, TOLERANCE);
                if (downtime != null) {
                    found.add(downtime);
                }
                last = now;

                // Given
                var pause = random.nextInt(10) > 0 ? Duration.ofSeconds(5) : Duration.ofMillis(random.nextInt(90_000));
                now = now.plus(pause);
                if (pause.compareTo(TOLERANCE) > 0 && beat < 99) {
                    expected.add(new Downtime(last, now));
                }
            }

            // Then
            assertThat(found).as("seed %d", seed).isEqualTo(expected);
        }
    }
}

package io.pipestream.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;

import org.junit.jupiter.api.Test;

/** No more than was asked for, no slower where it can be helped, and never so much at once that it could not be stopped. */
class PaceTest {

    private static final long SECOND = 1_000_000_000;

    private final Random random = new Random(61);

    @Test
    void aRateIsKeptHoweverLongTheBatchesTake() {
        for (int round = 0; round < 500; round++) {
            // Given
            var rate = 1 + random.nextInt(5_000);
            var pace = new Pace(rate, 5_000, 0);
            long now = 0;
            long sent = 0;

            // When
            while (now < 20 * SECOND) {
                now += pace.nanosUntilNext(now);
                var batch = 1 + random.nextInt(pace.size());
                var took = random.nextLong(Math.max(1, batch * SECOND / rate)); // Kafka could do more
                pace.sent(batch, now, now + took);
                now += took;
                sent += batch;
            }

            // Then
            var seconds = (double) now / SECOND;
            assertThat(sent / seconds).isCloseTo(rate, within(rate * 0.1 + 0.1));
            assertThat(pace.perSecond()).isBetween(rate * 0.5, rate * 2.0);
        }
    }

    @Test
    void noSecondHasMoreThanTwiceTheRateEvenAfterAStall() {
        for (int round = 0; round < 500; round++) {
            // Given
            var rate = 4 + random.nextInt(2_000);
            var pace = new Pace(rate, 5_000, 0);
            long now = 30 * SECOND; // Kafka was away
            var window = now;
            long inWindow = 0;

            // When
            for (int i = 0; i < 200; i++) {
                now += pace.nanosUntilNext(now);
                if (now - window >= SECOND) {
                    window = now;
                    inWindow = 0;
                }
                pace.sent(pace.size(), now, now + 1_000);
                inWindow += pace.size();

                // Then
                assertThat(inWindow).isLessThanOrEqualTo(2L * rate + 2L * pace.size());
            }
        }
    }

    @Test
    void withoutARateABatchIsAsLargeAsAQuarterOfASecondTakes() {
        for (int round = 0; round < 500; round++) {
            // Given
            var speed = 1 + random.nextInt(60_000);
            var pace = new Pace(0, 5_000, 0);
            long now = 0;

            // When
            for (int i = 0; i < 10; i++) {
                assertThat(pace.nanosUntilNext(now)).isZero();
                var took = pace.size() * SECOND / speed;
                pace.sent(pace.size(), now, now + took);
                now += took;
            }

            // Then
            assertThat(pace.size()).isBetween(1, 5_000);
            assertThat((double) pace.size() / speed).isLessThanOrEqualTo(0.25 + 1.0 / speed);
            assertThat(pace.perSecond()).isCloseTo(speed, within(speed * 0.05 + 1));
        }
    }

    @Test
    void aPausedReplayDoesNotMakeUpForThePause() {
        // Given
        var pace = new Pace(100, 5_000, 0);

        // When
        pace.sent(25, 600 * SECOND, 600 * SECOND + 1);

        // Then: a second's worth at most is made up for
        assertThat(pace.nanosUntilNext(600 * SECOND)).isZero();
        for (int i = 0; i < 4; i++) {
            pace.sent(25, 600 * SECOND, 600 * SECOND + 1);
        }
        assertThat(pace.nanosUntilNext(600 * SECOND)).isPositive();
    }
}

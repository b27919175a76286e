package io.pipestream.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;

import io.pipestream.pipedrive.Budget;
import io.pipestream.pipedrive.Purpose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often an account may be checked, tried on many budgets. A failure names its seed. */
class CadenceTest {

    private static final int DAYS = 500;

    private static final Instant MIDNIGHT = Instant.parse("2026-03-02T00:00:00Z");

    private static final Instant NEXT_MIDNIGHT = MIDNIGHT.plus(Duration.ofDays(1));

    private static final Cadence CADENCE = new Cadence(Duration.ofMinutes(1), Duration.ofSeconds(10));

    @ParameterizedTest
    @CsvSource({"30000, 524, 600", "60000, 262, 300", "210000, 75, 90", "10000000, 60, 70"})
    void aTenthOfTheDaysTokensPaysForThisPromise(long daily, long interval, long promised) {
        // Given
        var budget = budget(daily / 10, 0);

        // Then
        assertThat(CADENCE.planned(budget)).isBetween(Duration.ofSeconds(interval - 1), Duration.ofSeconds(interval));
        assertThat(CADENCE.repairedWithin(budget, MIDNIGHT).toSeconds()).isLessThanOrEqualTo(promised);
    }

    @Test
    void aDayOfPlannedChecksStaysWithinItsShareWhateverPollingSpends() {
        for (long seed = 0; seed < DAYS; seed++) {
            // Given
            var random = new Random(seed);
            var cap = 500 + random.nextLong(50_000);
            var others = 0L;
            var spent = 0L;
            var tried = MIDNIGHT;

            // When
            for (var now = MIDNIGHT; now.isBefore(NEXT_MIDNIGHT); now = now.plusSeconds(10)) {
                others += random.nextLong(1 + cap / 4_000);
                var budget = budget(cap, spent + others);
                if (!CADENCE.next(tried, null, budget, now).isAfter(now)) {
                    spent += Cadence.COST;
                    tried = now;
                }
            }

            // Then
            assertThat(spent)
                    .as("spent, seed %d", seed)
                    .isLessThanOrEqualTo((long) (Cadence.SHARE * cap) + Cadence.COST);
        }
    }

    @Test
    void withoutOtherSpendingTheShareIsUsed() {
        for (long seed = 0; seed < 50; seed++) {
            // Given
            var cap = 1_000 + new Random(seed).nextLong(6_000);
            var spent = 0L;
            var tried = MIDNIGHT;

            // When
            for (var now = MIDNIGHT; now.isBefore(NEXT_MIDNIGHT); now = now.plusSeconds(1)) {
                // Polling spends its share evenly.
                var others = (long) ((1 - Cadence.SHARE)
                        * cap
                        * Duration.between(MIDNIGHT, now).toSeconds()
                        / 86_400);
                if (!CADENCE.next(tried, null, budget(cap, spent + others), now).isAfter(now)) {
                    spent += Cadence.COST;
                    tried = now;
                }
            }

            // Then
            assertThat((double) spent).as("spent, seed %d", seed).isGreaterThan(0.9 * Cadence.SHARE * cap);
        }
    }

    @Test
    void checksAreNeverCloserThanTheShortestInterval() {
        for (long seed = 0; seed < DAYS; seed++) {
            var random = new Random(seed);
            var cap = random.nextLong(10_000_000);
            var now = MIDNIGHT.plusSeconds(random.nextLong(86_400));

            var interval = CADENCE.interval(budget(cap, random.nextLong(cap + 1)), now);

            assertThat(interval).as("seed %d", seed).isBetween(Duration.ofMinutes(1), Duration.ofDays(1));
        }
    }

    @Test
    void moreTokensNeverMeanARarerCheck() {
        for (long seed = 0; seed < DAYS; seed++) {
            var random = new Random(seed);
            var cap = random.nextLong(100_000);
            var spent = random.nextLong(cap + 1);
            var more = random.nextLong(100_000);

            assertThat(CADENCE.interval(budget(cap + more, spent), MIDNIGHT.plusSeconds(7)))
                    .as("seed %d", seed)
                    .isLessThanOrEqualTo(CADENCE.interval(budget(cap, spent), MIDNIGHT.plusSeconds(7)));
        }
    }

    @Test
    void whatIsWrongIsLookedIntoAtOnceAndThenMoreAndMoreSeldom() {
        // Given
        var budget = budget(6_000, 0);
        var wrongSince = MIDNIGHT.plusSeconds(100);

        // When
        var first = CADENCE.next(MIDNIGHT, wrongSince, budget, wrongSince);
        var second = CADENCE.next(wrongSince, wrongSince, budget, wrongSince);
        var later = CADENCE.next(wrongSince.plusSeconds(120), wrongSince, budget, wrongSince.plusSeconds(120));
        var muchLater = CADENCE.next(wrongSince.plusSeconds(7200), wrongSince, budget, wrongSince.plusSeconds(7200));

        // Then
        assertThat(first).isBeforeOrEqualTo(wrongSince);
        assertThat(second).isEqualTo(wrongSince.plusSeconds(10));
        assertThat(later).isEqualTo(wrongSince.plusSeconds(180));
        assertThat(muchLater)
                .as("never more seldom than the planned check")
                .isBeforeOrEqualTo(wrongSince.plusSeconds(7200 + 290));
    }

    private static Budget budget(long cap, long polled) {
        return new Budget(10 * cap, cap, cap / 10, Map.of(Purpose.POLL, polled), NEXT_MIDNIGHT);
    }
}

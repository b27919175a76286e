package io.pipestream.poll;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongPredicate;

import io.pipestream.pipedrive.Budget;
import io.pipestream.pipedrive.Purpose;
import io.pipestream.poll.Cadence.Means;
import io.pipestream.poll.Cadence.Pace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The arithmetic of polling, and whole days of it. */
class CadenceTest {

    private static final Instant MIDNIGHT = Instant.parse("2026-03-01T00:00:00Z");

    private static final Instant NEXT_MIDNIGHT = MIDNIGHT.plus(Duration.ofDays(1));

    private static final int SWEEP = 20;

    private static final int CHECK = 10;

    @ParameterizedTest(name = "{0} tokens a day")
    @CsvSource({"30000, 1859, 678", "60000, 930, 339", "210000, 266, 97", "1000000, 60, 60"})
    void theIntervalsAreThoseOfTheDocumentedTable(long daily, long slow, long always) {
        // Given
        var budget = budget(daily, Map.of());

        // Then
        assertThat(interval(Pace.SLOW, budget, MIDNIGHT)).isEqualTo(Duration.ofSeconds(slow));
        assertThat(interval(Pace.ALWAYS, budget, MIDNIGHT)).isEqualTo(Duration.ofSeconds(always));
    }

    @Test
    void inTheEveningOfAQuietDayAnOutageIsSweptEveryNinetySeconds() {
        // Given
        var budget = budget(30_000, Map.of());

        // Then
        assertThat(interval(Pace.FAST, budget, NEXT_MIDNIGHT.minus(Duration.ofHours(3))))
                .isEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void whateverIsLeftLastsUntilMidnight() {
        for (long seed = 0; seed < 2_000; seed++) {
            // Given
            var random = new Random(seed);
            var pace = List.of(Pace.values()).get(random.nextInt(3));
            var now = MIDNIGHT.plusSeconds(random.nextInt(86_399));
            var budget = budget(10_000 + random.nextInt(1_000_000), Map.of(Purpose.POLL, (long) random.nextInt(2_000)));
            var means = Means.of(budget, pace, now);

            // When
            var interval = Cadence.interval(pace, SWEEP, means);

            // Then
            var sweeps = Math.floorDiv(means.untilReset().toSeconds(), Math.max(1, interval.toSeconds()));
            assertThat(interval).as("seed %d", seed).isGreaterThanOrEqualTo(Duration.ofSeconds(60));
            if (means.affords(SWEEP)) {
                assertThat(sweeps * SWEEP).as("seed %d", seed).isLessThanOrEqualTo((long) means.left());
            } else {
                assertThat(sweeps).as("seed %d", seed).isLessThanOrEqualTo(1);
            }
        }
    }

    @ParameterizedTest(name = "{0} at {1} tokens a day")
    @CsvSource({"SLOW, 30000", "ALWAYS, 30000", "SLOW, 60000", "ALWAYS, 60000", "ALWAYS, 210000"})
    void aDayNeverPassesTheCapAndIsSweptToItsEnd(Pace pace, long daily) {
        // When
        var day = new Day(daily);
        day.run(second -> false, pace);

        // Then
        assertThat(day.spentInAll()).isLessThanOrEqualTo(day.cap());
        assertThat(day.lastSweepAt).isAfter(NEXT_MIDNIGHT.minus(Duration.ofHours(1)));
        assertThat(day.lastCheckAt).isAfter(NEXT_MIDNIGHT.minus(Duration.ofHours(1)));
    }

    @Test
    void aDayOfOutagesStaysWithinTheCapAndItsEmergencyAllowance() {
        for (long seed = 0; seed < 50; seed++) {
            // Given
            var random = new Random(seed);
            var share = random.nextDouble();
            var hours = new boolean[24];
            for (int hour = 0; hour < 24; hour++) {
                hours[hour] = random.nextDouble() < share;
            }
            var day = new Day(30_000);

            // When
            day.run(second -> hours[(int) (second / 3_600)], Pace.SLOW);

            // Then
            assertThat(day.spentInAll()).as("seed %d", seed).isLessThanOrEqualTo(3_600);
        }
    }

    private static Duration interval(Pace pace, Budget budget, Instant now) {
        return Cadence.interval(pace, SWEEP, Means.of(budget, pace, now));
    }

    private static Budget budget(long daily, Map<Purpose, Long> spent) {
        return new Budget(daily, daily / 10, daily / 50, spent, NEXT_MIDNIGHT);
    }

    /** A day in which sweeps and the checks of the webhooks spend as they plan, second by second. */
    private static final class Day {

        private final long daily;
        private final Map<Purpose, Long> spent = new EnumMap<>(Purpose.class);
        private Instant lastSweepAt = MIDNIGHT.minus(Duration.ofDays(1));
        private Instant lastCheckAt = MIDNIGHT.minus(Duration.ofDays(1));

        Day(long daily) {
            this.daily = daily;
        }

        void run(LongPredicate isOutage, Pace usual) {
            for (long second = 0; second < 86_400; second++) {
                var now = MIDNIGHT.plusSeconds(second);
                var pace = isOutage.test(second) ? Pace.FAST : usual;
                var means = Means.of(budget(daily, spent), pace, now);
                if (means.affords(SWEEP)
                        && !lastSweepAt
                                .plus(Cadence.interval(pace, SWEEP, means))
                                .isAfter(now)) {
                    lastSweepAt = now;
                    spend(pace.purpose(), SWEEP);
                }
                if (!lastCheckAt.plus(checks(now)).isAfter(now)
                        && budget(daily, spent).left(Purpose.CHECK) >= CHECK) {
                    lastCheckAt = now;
                    spend(Purpose.CHECK, CHECK);
                }
            }
        }

        /** They plan with 0.55 of the cap, and of what is left of it. */
        private Duration checks(Instant now) {
            var rest = Duration.between(now, NEXT_MIDNIGHT).toSeconds();
            var planned = CHECK * 86_400 / (0.55 * cap());
            var lasting =
                    CHECK * rest / (0.55 * Math.max(1, budget(daily, spent).left(Purpose.CHECK)));
            return Duration.ofSeconds(Math.max(60, (long) Math.ceil(Math.max(planned, lasting))));
        }

        private void spend(Purpose purpose, long tokens) {
            spent.merge(purpose, tokens, Long::sum);
        }

        long cap() {
            return daily / 10;
        }

        long spentInAll() {
            return spent.values().stream().mapToLong(Long::longValue).sum();
        }
    }
}

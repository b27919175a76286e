package io.pipestream.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ranges of partitions: every time has one, and no two meet. */
class PeriodTest {

    private static final List<Period> PERIODS = List.of(Period.values());

    @ParameterizedTest
    @CsvSource({
        "DAY, 2026-02-28T23:59:59.999999Z, 2026-02-28T00:00:00Z, 2026-03-01T00:00:00Z",
        "WEEK, 2026-03-01T10:00:00Z, 2026-02-23T00:00:00Z, 2026-03-02T00:00:00Z",
        "WEEK, 2026-03-02T00:00:00Z, 2026-03-02T00:00:00Z, 2026-03-09T00:00:00Z",
        "MONTH, 2026-12-31T23:59:59Z, 2026-12-01T00:00:00Z, 2027-01-01T00:00:00Z",
        "MONTH, 1969-12-31T23:59:59Z, 1969-12-01T00:00:00Z, 1970-01-01T00:00:00Z"
    })
    void aTimeLiesInAPeriodOfTheCalendar(Period period, Instant time, Instant from, Instant until) {
        assertThat(period.around(time)).isEqualTo(new TimeRange(from, until));
    }

    @Test
    void threePeriodsAheadAreFourTimes() {
        assertThat(Period.MONTH.next(Instant.parse("2026-11-15T10:00:00Z"), 3))
                .containsExactly(
                        Instant.parse("2026-11-15T10:00:00Z"),
                        Instant.parse("2026-12-01T00:00:00Z"),
                        Instant.parse("2027-01-01T00:00:00Z"),
                        Instant.parse("2027-02-01T00:00:00Z"));
    }

    @Test
    void whatIsThereAlreadyIsNotMadeAgain() {
        // Given
        var month = Period.MONTH.around(Instant.parse("2026-03-15T10:00:00Z"));

        // When
        var missing = Period.DAY.missing(List.of(month), List.of(month.from(), month.until()));

        // Then
        assertThat(missing).containsExactly(Period.DAY.around(month.until()));
    }

    @Test
    void whateverWasMadeWithWhateverSettingEveryTimeFindsOneRangeAndNoTwoOverlap() {
        for (int seed = 0; seed < 300; seed++) {
            // Given
            var random = new Random(seed);
            var ranges = new ArrayList<TimeRange>();

            for (int step = 0; step < 12; step++) {
                var period = PERIODS.get(random.nextInt(PERIODS.size()));
                var times = List.of(time(random), time(random), time(random));

                // When
                ranges.addAll(period.missing(ranges, times));

                // Then
                assertThat(times)
                        .as("seed %d", seed)
                        .allSatisfy(time -> assertThat(ranges.stream().filter(range -> range.contains(time)))
                                .hasSize(1));
            }
            assertThat(ranges)
                    .as("seed %d", seed)
                    .allSatisfy(one -> assertThat(ranges.stream()
                                    .filter(other -> other.from().isBefore(one.until())
                                            && one.from().isBefore(other.until())))
                            .hasSize(1));
        }
    }

    private static Instant time(Random random) {
        return Instant.parse("2026-01-01T00:00:00Z").plus(Duration.ofMinutes(random.nextInt((int)
                Duration.ofDays(150).toMinutes())));
    }
}

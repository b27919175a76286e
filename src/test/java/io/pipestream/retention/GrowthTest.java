package io.pipestream.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

import io.pipestream.retention.SampleRepository.Sample;
import org.junit.jupiter.api.Test;

/** What two measurements tell of the time when the disk is full. */
class GrowthTest {

    private static final Instant THEN = Instant.parse("2026-03-01T00:00:00Z");

    @Test
    void growthIsPerDayHoweverFarTheMeasurementsAreApart() {
        var growth = Growth.between(new Sample(THEN, 1_000, 10), sample(Duration.ofHours(36), 4_000, 40));

        assertThat(growth).isEqualTo(new Growth(THEN, 2_000, 20));
    }

    @Test
    void whatIsMeasuredWithinADayTellsNothing() {
        assertThat(Growth.between(new Sample(THEN, 1_000, 10), sample(Duration.ofHours(19), 4_000, 40)))
                .isNull();
    }

    @Test
    void theForecastIsWhatIsLeftByWhatADayTakes() {
        var growth = Objects.requireNonNull(
                Growth.between(new Sample(THEN, 1_000, 10), sample(Duration.ofDays(1), 2_000, 20)));

        assertThat(growth.daysUntil(12_000, 2_000)).isEqualTo(10);
        assertThat(growth.daysUntil(12_000, 13_000)).isEqualTo(0);
    }

    @Test
    void whatShrinksIsNeverFull() {
        var growth = Objects.requireNonNull(
                Growth.between(new Sample(THEN, 3_000, 10), sample(Duration.ofDays(1), 2_000, 20)));

        assertThat(growth.daysUntil(12_000, 2_000)).isNull();
    }

    private static Sample sample(Duration later, long bytes, long number) {
        return new Sample(THEN.plus(later), bytes, number);
    }
}

package io.pipestream.poll;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.pipestream.coverage.Cause;
import io.pipestream.coverage.Gap;
import io.pipestream.pipedrive.Budget;
import io.pipestream.pipedrive.Purpose;
import io.pipestream.poll.Cadence.Pace;
import io.pipestream.poll.Timetable.Situation;
import io.pipestream.poll.Timetable.Turn;
import io.pipestream.subscription.Doubt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TimetableTest {

    private static final Instant NOW = Instant.parse("2026-03-01T20:00:00Z");

    private static final Instant MAY_END = NOW.plusSeconds(600);

    private static final Instant MIDNIGHT = Instant.parse("2026-03-02T00:00:00Z");

    private static final Duration SETTLE = Duration.ofSeconds(5);

    private static final Budget PLENTY = new Budget(60_000, 6_000, 1_200, Map.of(), MIDNIGHT);

    @Test
    void aHealthyConnectionIsSweptSlowly() {
        // When
        var turn = next(situation(Mode.FALLBACK, true, List.of()));

        // Then
        assertThat(turn).isEqualTo(new Turn(NOW.plusSeconds(930), Pace.SLOW));
    }

    @Test
    void anUnwellOneIsSweptFast() {
        // When
        var turn = next(situation(Mode.FALLBACK, false, List.of()));

        // Then
        assertThat(turn).isEqualTo(new Turn(NOW.plusSeconds(90), Pace.FAST));
    }

    @Test
    void aGapThatGoesOnKeepsItFastAlthoughTheWebhooksLookWell() {
        // When
        var turn = next(situation(Mode.FALLBACK, true, List.of(gap(NOW.minusSeconds(600), null))));

        // Then
        assertThat(turn).isEqualTo(new Turn(NOW.plusSeconds(90), Pace.FAST));
    }

    @Test
    void aGapThatIsOverIsReadAsSoonAsItCanBe() {
        // Given
        var end = NOW.plusSeconds(30);

        // When
        var turn = next(situation(Mode.FALLBACK, true, List.of(gap(NOW.minusSeconds(600), end))));

        // Then
        assertThat(turn).isEqualTo(new Turn(end.plus(SETTLE), Pace.FAST));
    }

    @Test
    void aGapThatARunDidNotRepairDoesNotMakeRunsFollowEachOtherWithoutABreath() {
        // When
        var turn = next(situation(Mode.FALLBACK, true, List.of(gap(NOW.minusSeconds(600), NOW.minusSeconds(300)))));

        // Then
        assertThat(turn).isEqualTo(new Turn(NOW.plusSeconds(10), Pace.FAST));
    }

    @Test
    void offMeansNever() {
        assertThat(next(situation(Mode.OFF, false, List.of(gap(NOW, null))))).isNull();
    }

    @Test
    void aRunUnderWayGoesOnAtOnce() {
        // When
        var turn = next(new Situation(Mode.FALLBACK, NOW, true, null, true, List.of(), List.of(), 20));

        // Then
        assertThat(turn).isEqualTo(new Turn(NOW, Pace.SLOW));
    }

    @Test
    void withoutTokensItWaitsForMidnightWhateverIsUrgent() {
        // Given
        var spent = new Budget(30_000, 3_000, 600, Map.of(Purpose.REPAIR, 3_600L), MIDNIGHT);
        var gaps = List.of(gap(NOW.minusSeconds(600), NOW.minusSeconds(300)));

        // When
        var turn = Timetable.next(
                new Situation(Mode.FALLBACK, NOW, true, null, false, gaps, List.of(), 20), spent, SETTLE, NOW);

        // Then
        assertThat(turn).isEqualTo(new Turn(MIDNIGHT, Pace.FAST));
    }

    @Test
    void theEmergencyAllowanceIsForRepairsOnly() {
        // Given
        var capSpent = new Budget(30_000, 3_000, 600, Map.of(Purpose.POLL, 3_000L), MIDNIGHT);
        var over = List.of(gap(NOW.minusSeconds(600), NOW.minusSeconds(300)));

        // When
        var well = Timetable.next(situation(Mode.FALLBACK, true, List.of()), capSpent, SETTLE, NOW);
        var repair = Timetable.next(situation(Mode.FALLBACK, true, over), capSpent, SETTLE, NOW);

        // Then
        assertThat(well).isEqualTo(new Turn(MIDNIGHT, Pace.SLOW));
        assertThat(repair).isEqualTo(new Turn(NOW.plusSeconds(10), Pace.FAST));
    }

    @Test
    void whatPipedriveAskedUsToWaitIsWaited() {
        // Given
        var until = NOW.plus(Duration.ofHours(1));
        var over = List.of(gap(NOW.minusSeconds(600), NOW.minusSeconds(300)));

        // When
        var turn = next(new Situation(Mode.ALWAYS, NOW, true, until, true, over, List.of(), 20));

        // Then
        assertThat(turn).isEqualTo(new Turn(until, Pace.FAST));
    }

    @Test
    void whileABanMayEndThatNobodyKnowsOfItIsSweptUntilItMustHaveEnded() {
        // Given
        var doubt = new Doubt(MAY_END, MAY_END.plusSeconds(150));
        var from = MAY_END.plus(SETTLE);

        // Then
        assertThat(inDoubt(NOW, doubt)).isEqualTo(new Turn(from, Pace.FAST));
        assertThat(inDoubt(from, doubt)).isEqualTo(new Turn(from.plusSeconds(100), Pace.FAST));
        assertThat(inDoubt(from.plusSeconds(100), doubt)).isEqualTo(new Turn(from.plusSeconds(150), Pace.FAST));
        assertThat(inDoubt(from.plusSeconds(150), doubt))
                .as("it has ended")
                .isEqualTo(new Turn(from.plusSeconds(150 + 930), Pace.SLOW));
    }

    private static @Nullable Turn inDoubt(Instant lastRunAt, Doubt doubt) {
        return next(new Situation(Mode.FALLBACK, lastRunAt, false, null, true, List.of(), List.of(doubt), 20));
    }

    private static @Nullable Turn next(Situation situation) {
        return Timetable.next(situation, PLENTY, SETTLE, NOW);
    }

    private static Situation situation(Mode mode, boolean healthy, List<Gap> gaps) {
        return new Situation(mode, NOW, false, null, healthy, gaps, List.of(), 20);
    }

    private static Gap gap(Instant from, @Nullable Instant to) {
        return new Gap(
                UUID.randomUUID(),
                UUID.randomUUID(),
                Cause.MISSING,
                from,
                to,
                to == null ? Gap.State.BLIND : Gap.State.OPEN,
                0,
                null,
                "");
    }
}

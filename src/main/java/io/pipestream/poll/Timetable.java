package io.pipestream.poll;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.pipestream.coverage.Gap;
import io.pipestream.pipedrive.Budget;
import io.pipestream.poll.Cadence.Means;
import io.pipestream.poll.Cadence.Pace;
import io.pipestream.subscription.Doubt;
import org.jspecify.annotations.Nullable;

/** When a connection's next sweep is due, and at what pace. Pure. */
final class Timetable {

    /** Between two sweeps, however urgent. */
    private static final Duration BREATH = Duration.ofSeconds(10);

    /** Between two sweeps while a ban may end: what it hid is told within two minutes, by a tick of the poller. */
    private static final Duration WATCH = Duration.ofSeconds(100);

    private Timetable() {}

    /**
     * What the decision rests on.
     *
     * @param lastRunAt  when the last run began; when the account was connected before there was one
     * @param inProgress whether a run has pages left to read
     * @param waitUntil  until when Pipedrive or a failure keeps us from trying; null if nothing does
     * @param gaps       those not repaired yet
     * @param doubts     when bans may end of which nobody knows
     * @param cost       tokens of a sweep of one page
     */
    record Situation(
            Mode mode,
            Instant lastRunAt,
            boolean inProgress,
            @Nullable Instant waitUntil,
            boolean healthy,
            List<Gap> gaps,
            List<Doubt> doubts,
            int cost) {

        private Pace pace() {
            // A gap without an end is going on: what happens now is not heard.
            if (!healthy || gaps.stream().anyMatch(gap -> gap.to() == null)) {
                return Pace.FAST;
            }
            return mode == Mode.ALWAYS ? Pace.ALWAYS : Pace.SLOW;
        }
    }

    /** A sweep to come. */
    record Turn(Instant dueAt, Pace pace) {

        private Turn notBefore(@Nullable Instant other) {
            return other == null || !dueAt.isBefore(other) ? this : new Turn(other, pace);
        }
    }

    /**
     * The next turn, as far as is known now.
     *
     * @param settle how long after a gap's end it can be read
     * @return null if the connection is not polled
     */
    static @Nullable Turn next(Situation situation, Budget budget, Duration settle, Instant now) {
        if (situation.mode == Mode.OFF) {
            return null;
        }
        var turns = new ArrayList<Turn>();
        turns.add(usual(situation, budget, now));
        for (var gap : situation.gaps) {
            if (gap.to() != null) {
                turns.add(repair(situation, gap.to().plus(settle), budget, now));
            }
        }
        for (var doubt : situation.doubts) {
            var end = doubt.until().plus(settle);
            if (situation.lastRunAt.isBefore(end)) {
                turns.add(repair(situation, watch(situation, doubt.from().plus(settle), end), budget, now));
            }
        }
        // Of what is due at the same time the more urgent pace decides: it may spend more.
        return turns.stream()
                .map(turn -> turn.notBefore(situation.waitUntil))
                .min(Comparator.comparing(Turn::dueAt).thenComparing(Turn::pace, Comparator.reverseOrder()))
                .orElseThrow();
    }

    private static Turn usual(Situation situation, Budget budget, Instant now) {
        var pace = situation.pace();
        var means = Means.of(budget, pace, now);
        if (situation.inProgress) {
            return new Turn(means.affords(situation.cost) ? now : budget.resetsAt(), pace);
        }
        return new Turn(situation.lastRunAt.plus(Cadence.interval(pace, situation.cost, means)), pace);
    }

    private static Instant watch(Situation situation, Instant first, Instant last) {
        if (situation.lastRunAt.isBefore(first)) {
            return first;
        }
        var next = situation.lastRunAt.plus(WATCH);
        return next.isBefore(last) ? next : last;
    }

    private static Turn repair(Situation situation, Instant readable, Budget budget, Instant now) {
        if (!Means.of(budget, Pace.FAST, now).affords(situation.cost)) {
            return new Turn(budget.resetsAt(), Pace.FAST);
        }
        var rested = situation.lastRunAt.plus(BREATH);
        return new Turn(readable.isAfter(rested) ? readable : rested, Pace.FAST);
    }
}

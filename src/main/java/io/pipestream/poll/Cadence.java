package io.pipestream.poll;

import java.time.Duration;
import java.time.Instant;

import io.pipestream.pipedrive.Budget;
import io.pipestream.pipedrive.Purpose;

/**
 * How long to wait between two sweeps so that the day's tokens last. Pure: the arithmetic of docs/polling.md.
 */
final class Cadence {

    private static final Duration SHORTEST = Duration.ofSeconds(60);
    private static final Duration FAST = Duration.ofSeconds(90);
    private static final double DAY = Duration.ofDays(1).toSeconds();

    private Cadence() {}

    /** Why we sweep, and with it how much of the day's background tokens that may take; the most urgent last. */
    enum Pace {
        /**
         * The webhooks are well; sweeps are a safety net. On the smallest plan one comes every 31 minutes, so a ban of
         * 30 that nobody knew of is found within two minutes of its end.
         */
        SLOW(Purpose.POLL, 0.31, 0.55),
        /** Asked for by {@link Mode#ALWAYS}. */
        ALWAYS(Purpose.POLL, 0.85, 0.15),
        /** The webhooks are not well, or a gap waits for its repair. */
        FAST(Purpose.REPAIR, 1.00, 0.05);

        private final Purpose purpose;
        private final double share;
        private final double reserve;

        Pace(Purpose purpose, double share, double reserve) {
            this.purpose = purpose;
            this.share = share;
            this.reserve = reserve;
        }

        Purpose purpose() {
            return purpose;
        }
    }

    /**
     * What sweeps at a pace may spend.
     *
     * @param cap        the day's tokens for background work
     * @param left       what is left of them until midnight, less what others still need
     * @param untilReset until Pipedrive's midnight
     */
    record Means(long cap, double left, Duration untilReset) {

        static Means of(Budget budget, Pace pace, Instant now) {
            return of(budget, pace.purpose, pace.reserve, now);
        }

        /**
         * What may be spent now for a purpose.
         *
         * @param reserve the share of the cap that others spend evenly over a day; what the rest of the day needs of it
         *     is not ours
         */
        static Means of(Budget budget, Purpose purpose, double reserve, Instant now) {
            var untilReset = Duration.between(now, budget.resetsAt());
            var rest = Math.clamp(untilReset.toSeconds() / DAY, 0, 1);
            var left = budget.left(purpose) - reserve * budget.cap() * rest;
            return new Means(budget.cap(), Math.max(0, left), untilReset.isNegative() ? Duration.ZERO : untilReset);
        }

        boolean affords(int tokens) {
            return left >= tokens;
        }
    }

    /**
     * From the start of one sweep to the start of the next.
     *
     * @param cost tokens of a sweep of one page
     */
    static Duration interval(Pace pace, int cost, Means means) {
        if (!means.affords(cost)) {
            return max(SHORTEST, means.untilReset());
        }
        return max(planned(pace, cost, means.cap()), lasting(cost, means));
    }

    private static Duration planned(Pace pace, int cost, long cap) {
        return switch (pace) {
            case FAST -> FAST;
            case SLOW, ALWAYS -> max(SHORTEST, seconds(cost * DAY / (pace.share * Math.max(1, cap))));
        };
    }

    /** The shortest interval at which what is left lasts until midnight. */
    private static Duration lasting(int cost, Means means) {
        return seconds(cost * means.untilReset().toSeconds() / means.left());
    }

    private static Duration seconds(double seconds) {
        return Duration.ofSeconds((long) Math.ceil(seconds));
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}

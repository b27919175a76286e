package io.pipestream.hook;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * How a hook's endpoint is doing: its circuit breaker, which all instances share. After {@value #THRESHOLD} failures in a row
 * it is called once in a while only, more and more seldom, until a call succeeds. Pure.
 *
 * @param failures     in a row
 * @param failingSince the first of them; null if there is none
 * @param pausedUntil  no call before; null if any may be
 */
record Health(
        int failures,
        @Nullable Instant failingSince,
        @Nullable Instant pausedUntil) {

    static final Health GOOD = new Health(0, null, null);

    static final int THRESHOLD = 5;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);

    static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    /** @param retryAfter how long the receiver asked to be left alone; zero if it did not */
    Health failed(Instant now, Duration retryAfter) {
        var count = failures + 1;
        var until = pausedUntil;
        if (count >= THRESHOLD) {
            until = later(until, now.plus(pause(count - THRESHOLD)));
        }
        if (!retryAfter.isZero()) {
            until = later(until, now.plus(retryAfter));
        }
        return new Health(count, failingSince == null ? now : failingSince, until);
    }

    /** How many calls at once it gets: one, to find out, while it does not answer as it should. */
    int room(int concurrency) {
        return failures >= THRESHOLD ? Math.min(1, concurrency) : concurrency;
    }

    boolean isPaused(Instant now) {
        return pausedUntil != null && now.isBefore(pausedUntil);
    }

    private static Duration pause(int beyond) {
        var pause = FIRST_PAUSE.multipliedBy(1L << Math.min(beyond, 20));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    private static Instant later(@Nullable Instant one, Instant other) {
        return one == null || one.isBefore(other) ? other : one;
    }
}

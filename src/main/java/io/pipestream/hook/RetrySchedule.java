package io.pipestream.hook;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/** When a delivery is tried again. Pure. */
final class RetrySchedule {

    /** A receiver that asks for more is asked again after this. */
    static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(24);

    private static final double JITTER = 0.2;

    private final List<Duration> delays;
    private final Duration giveUpAfter;

    RetrySchedule(List<Duration> delays, Duration giveUpAfter) {
        this.delays = List.copyOf(delays);
        this.giveUpAfter = giveUpAfter;
    }

    /**
     * When to try again; empty if it has been tried for long enough.
     *
     * @param attempts   failed until now, one at least
     * @param firstAt    since when it is tried
     * @param retryAfter what the receiver asked for; never earlier than that, as far as it is reasonable
     * @param random     in [0, 1)
     */
    Optional<Instant> next(int attempts, Instant firstAt, Instant now, @Nullable Duration retryAfter, double random) {
        if (!now.isBefore(firstAt.plus(giveUpAfter))) {
            return Optional.empty();
        }
        var planned = delays.get(Math.min(attempts, delays.size()) - 1);
        var wait = (long) (planned.toMillis() * (1 - JITTER + 2 * JITTER * random));
        return Optional.of(now.plusMillis(Math.max(wait, bounded(retryAfter).toMillis())));
    }

    static Duration bounded(@Nullable Duration retryAfter) {
        if (retryAfter == null || retryAfter.isNegative()) {
            return Duration.ZERO;
        }
        return retryAfter.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : retryAfter;
    }
}

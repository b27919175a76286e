package io.pipestream.subscription;

import java.time.Duration;
import java.time.Instant;

import io.pipestream.pipedrive.Budget;
import io.pipestream.pipedrive.Purpose;
import org.jspecify.annotations.Nullable;

/**
 * How often an account's webhooks are checked, and what that promises. The rest of the day's tokens for background work
 * is polling's.
 *
 * @param minInterval between two planned checks at least
 * @param tick        how often somebody asks whether one is due
 */
record Cadence(Duration minInterval, Duration tick) {

    /** Tokens of {@code GET /v1/webhooks}. */
    static final long COST = 10;

    /** The part of the tokens for background work that checks may have. */
    static final double SHARE = 0.55;

    private static final Duration DAY = Duration.ofDays(1);

    /** Between two checks when the day's tokens are spent as planned: 262 s at a cap of 6,000 tokens a day. */
    Duration planned(Budget budget) {
        return atLeast(minInterval, during(DAY, budget.cap()));
    }

    /** Between two checks now: longer than planned when others have spent more than planned. */
    Duration interval(Budget budget, Instant now) {
        var rest = Duration.between(now, budget.resetsAt());
        if (rest.isNegative() || rest.isZero()) {
            return planned(budget);
        }
        return atLeast(planned(budget), during(rest, budget.left(Purpose.CHECK)));
    }

    /** Within which a webhook that is lost now is noticed and registered anew, if Pipedrive answers. */
    Duration repairedWithin(Budget budget, Instant now) {
        return interval(budget, now).plus(tick);
    }

    /**
     * When the next check is due.
     *
     * @param tried  when Pipedrive was asked last; null if never
     * @param urgent since when something is known to be wrong; null if nothing is
     */
    Instant next(@Nullable Instant tried, @Nullable Instant urgent, Budget budget, Instant now) {
        if (tried == null) {
            return now;
        }
        var interval = interval(budget, now);
        return tried.plus(urgent == null ? interval : atMost(interval, pause(tried, urgent)));
    }

    /** Half as long again as it has been tried for: what does not pass at once is tried more and more seldom. */
    private Duration pause(Instant tried, Instant urgent) {
        return tried.isBefore(urgent)
                ? Duration.ZERO
                : atLeast(tick, Duration.between(urgent, tried).dividedBy(2));
    }

    /** Spreads the checks that the share of these tokens pays for; at most one in the whole time if it pays for none. */
    private static Duration during(Duration time, long tokens) {
        var checks = SHARE * tokens / COST;
        return checks <= 1 ? time : Duration.ofMillis((long) Math.ceil(time.toMillis() / checks));
    }

    private static Duration atLeast(Duration least, Duration duration) {
        return duration.compareTo(least) < 0 ? least : duration;
    }

    private static Duration atMost(Duration most, Duration duration) {
        return duration.compareTo(most) > 0 ? most : duration;
    }
}

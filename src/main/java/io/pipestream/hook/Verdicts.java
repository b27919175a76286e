package io.pipestream.hook;

import java.time.Duration;
import java.time.Instant;

import io.pipestream.hook.Answer.Accepted;
import io.pipestream.hook.Answer.Failed;
import io.pipestream.hook.Answer.Forbidden;
import io.pipestream.hook.Answer.NoEvent;
import io.pipestream.hook.Answer.Refused;
import io.pipestream.hook.Settlement.Disable;
import org.jspecify.annotations.Nullable;

/** Says what follows from how a call ended, for its delivery and for its hook. Pure. */
final class Verdicts {

    private final RetrySchedule schedule;
    private final Duration disableAfter;

    Verdicts(RetrySchedule schedule, Duration disableAfter) {
        this.schedule = schedule;
        this.disableAfter = disableAfter;
    }

    /**
     * Judges one call.
     *
     * @param health of the hook before it
     * @param random in [0, 1)
     */
    Settlement of(Outcome outcome, Health health, double random) {
        return switch (outcome.answer()) {
            case Accepted accepted -> new Settlement(outcome, Health.GOOD, null, null);
            case NoEvent gone -> new Settlement(outcome, health, null, null);
            case Refused refused
            when refused.isGone() -> {
                var reason = "Its endpoint answered 410 Gone.";
                yield failed(outcome, health, null, random, new Disable(DisabledBy.GONE, reason));
            }
            case Refused refused -> failed(outcome, health, refused.retryAfter(), random, null);
            case Failed failed -> failed(outcome, health, null, random, null);
            case Forbidden forbidden -> failed(outcome, health, null, random, null);
        };
    }

    private Settlement failed(
            Outcome outcome, Health health, @Nullable Duration retryAfter, double random, @Nullable Disable disable) {
        var now = outcome.at().plusMillis(outcome.millis());
        var after = health.failed(now, RetrySchedule.bounded(retryAfter));
        var claim = outcome.claim();
        var retryAt = schedule.next(claim.tries(), claim.firstAt(), now, retryAfter, random);
        return new Settlement(
                outcome, after, disable == null ? tooLong(after, now, outcome) : disable, retryAt.orElse(null));
    }

    private @Nullable Disable tooLong(Health health, Instant now, Outcome outcome) {
        var since = health.failingSince();
        if (since == null || health.failures() < Health.THRESHOLD || now.isBefore(since.plus(disableAfter))) {
            return null;
        }
        return new Disable(
                DisabledBy.FAILURES,
                "Every call has failed since " + since + ". The last time: "
                        + outcome.answer().problem());
    }
}

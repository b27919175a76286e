package io.pipestream.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The sandbox's time: another source's, moved forward on request and never back. */
final class MovableClock implements InstantSource {

    private static final Duration FARTHEST = Duration.ofDays(3650);

    private final InstantSource source;
    private volatile Duration ahead = Duration.ZERO;

    MovableClock(InstantSource source) {
        this.source = source;
    }

    @Override
    public Instant instant() {
        return source.instant().plus(ahead);
    }

    /** How far this time is ahead of its source. */
    Duration ahead() {
        return ahead;
    }

    void advance(Duration step) {
        if (step.isNegative() || step.compareTo(FARTHEST) > 0) {
            throw ApiError.badControl("time moves forward only, and at most ten years at once");
        }
        ahead = ahead.plus(step);
    }
}

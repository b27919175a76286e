package io.pipestream.coverage;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/** A time in which no instance was alive. */
record Downtime(Instant from, Instant to) {

    /**
     * What the pause since the newest heartbeat means.
     *
     * @param lastBeat null if there never was one
     * @return null if somebody was alive all the time, give or take the tolerance
     */
    static @Nullable Downtime between(@Nullable Instant lastBeat, Instant now, Duration tolerance) {
        return lastBeat != null && lastBeat.plus(tolerance).isBefore(now) ? new Downtime(lastBeat, now) : null;
    }
}

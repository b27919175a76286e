package io.pipestream.pipedrive;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** Runs like a clock from where it was set, and jumps ahead when a test says so. */
final class MovableClock extends Clock {

    private final AtomicReference<Duration> ahead;

    MovableClock(String now) {
        ahead = new AtomicReference<>(Duration.between(Clock.systemUTC().instant(), Instant.parse(now)));
    }

    void advance(Duration step) {
        ahead.updateAndGet(time -> time.plus(step));
    }

    @Override
    public Instant instant() {
        return Clock.systemUTC().instant().plus(ahead.get());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("always UTC");
    }
}

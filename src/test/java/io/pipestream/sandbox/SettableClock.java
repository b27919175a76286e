package io.pipestream.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** Time that passes when a test says so. */
final class SettableClock implements InstantSource {

    private final AtomicReference<Instant> now;

    SettableClock(String start) {
        now = new AtomicReference<>(Instant.parse(start));
    }

    void advance(Duration step) {
        now.updateAndGet(time -> time.plus(step));
    }

    @Override
    public Instant instant() {
        return now.get();
    }
}

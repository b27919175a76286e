package io.pipestream.support;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;

/**
 * The clock of the application under test: the machine's, moved by tests. It stands in for the one that
 * {@code platform} produces wherever a clock is injected. Leases do not follow it: the database judges those.
 */
@Alternative
@Priority(1)
@Singleton
public class TestClock extends Clock {

    private static final AtomicReference<Duration> AHEAD = new AtomicReference<>(Duration.ZERO);

    private final ZoneId zone;

    public TestClock() {
        this(ZoneOffset.UTC);
    }

    private TestClock(ZoneId zone) {
        this.zone = zone;
    }

    /** Not by tests: the sandbox's clock has to go with it, see {@link SandboxClient#advanceBoth}. */
    static void advance(Duration step) {
        AHEAD.updateAndGet(ahead -> ahead.plus(step));
    }

    /** What the application takes for now. */
    public static Instant now() {
        return Clock.systemUTC().instant().plus(AHEAD.get());
    }

    @Override
    public Instant instant() {
        return now();
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
        return new TestClock(other);
    }
}

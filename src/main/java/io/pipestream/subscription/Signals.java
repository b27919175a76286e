package io.pipestream.subscription;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * What this instance has seen of a registration since it last told Postgres. The door writes here with every delivery,
 * so nothing waits and nothing is created; times are in milliseconds.
 */
final class Signals {

    private static final long NEVER = Long.MIN_VALUE;

    private final AtomicLong heardAt = new AtomicLong(NEVER);
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicLong failingSince = new AtomicLong(NEVER);
    private final AtomicLong failedAt = new AtomicLong(NEVER);
    private final AtomicLong missedAt = new AtomicLong(NEVER);

    /** What was seen in a while; null where nothing was. */
    record Seen(
            @Nullable Instant heardAt,
            int failures,
            @Nullable Instant failingSince,
            @Nullable Instant failedAt,
            @Nullable Instant missedAt) {

        boolean isNothing() {
            return heardAt == null && failures == 0 && missedAt == null;
        }
    }

    void heard(Instant at) {
        var millis = at.toEpochMilli();
        // Two at once may leave the earlier of two times of the same moment.
        if (millis > heardAt.get()) {
            heardAt.set(millis);
        }
    }

    void refused(Instant at, int times) {
        failingSince.accumulateAndGet(at.toEpochMilli(), Signals::earlier);
        failedAt.accumulateAndGet(at.toEpochMilli(), Math::max);
        failures.addAndGet(times);
    }

    void missed(Instant at) {
        missedAt.accumulateAndGet(at.toEpochMilli(), Signals::earlier);
    }

    /** Refusals that Postgres does not know yet. */
    int failures() {
        return failures.get();
    }

    /** What was seen, which begins anew. */
    Seen take() {
        var count = failures.getAndSet(0);
        return new Seen(
                time(heardAt.getAndSet(NEVER)),
                count,
                count == 0 ? null : time(failingSince.getAndSet(NEVER)),
                count == 0 ? null : time(failedAt.getAndSet(NEVER)),
                time(missedAt.getAndSet(NEVER)));
    }

    /** Takes back what Postgres did not take. */
    void putBack(Seen seen) {
        if (seen.heardAt() != null) {
            heard(seen.heardAt());
        }
        if (seen.missedAt() != null) {
            missed(seen.missedAt());
        }
        if (seen.failingSince() != null && seen.failedAt() != null) {
            refused(seen.failingSince(), seen.failures());
            refused(seen.failedAt(), 0);
        }
    }

    private static long earlier(long known, long other) {
        return known == NEVER ? other : Math.min(known, other);
    }

    private static @Nullable Instant time(long millis) {
        return millis == NEVER ? null : Instant.ofEpochMilli(millis);
    }
}

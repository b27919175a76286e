package io.pipestream.subscription;

import java.time.Duration;
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
    private final AtomicLong unheardFrom = new AtomicLong(NEVER);
    private final AtomicLong unheardUntil = new AtomicLong(NEVER);

    /** Of what was lost since the last time, towards ten, whatever was known before. */
    private int unheard;

    private @Nullable Instant unheardBanUntil;

    /** What was seen in a while; null where nothing was. Failures are negative if they began anew. */
    record Seen(
            @Nullable Instant heardAt,
            int failures,
            @Nullable Instant failingSince,
            @Nullable Instant failedAt,
            @Nullable Instant missedAt,
            @Nullable Instant unheardFrom,
            @Nullable Instant unheardUntil) {

        boolean isNothing() {
            return heardAt == null && failures == 0 && failedAt == null && missedAt == null && unheardUntil == null;
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

    /**
     * Nobody told of this, and no door of ours refused it: its first attempt failed on the way, unless Pipedrive had
     * banned the webhook by then. It had at the latest when ten of these were lost, and sooner if the count that is
     * known is right. To be called in the order in which things happened.
     *
     * @param since  when it may have begun to happen: of several changes of a record polling sees the last
     * @param stored what Postgres knows
     * @param ban    how long a ban lasts
     */
    synchronized void unheard(Instant since, Instant at, Evidence stored, Duration ban) {
        if (unheardUntil.get() == NEVER) {
            unheard = 0;
            unheardBanUntil = null;
        }
        if (unheardBanUntil == null || !at.isBefore(unheardBanUntil)) {
            doubt(since, at);
            unheard = unheard % Diagnosis.FAILURES_BEFORE_BAN + 1;
            unheardBanUntil = unheard == Diagnosis.FAILURES_BEFORE_BAN ? at.plus(ban) : null;
        }
        var count = stored.failures() + failures.get();
        if (count >= Diagnosis.FAILURES_BEFORE_BAN) {
            var here = time(failedAt.get());
            var tenth = here == null ? stored.lastFailedAt() : here;
            if (tenth != null && at.isBefore(tenth.plus(ban))) {
                return;
            }
            failures.addAndGet(-count);
        }
        refused(at, 1);
    }

    private void doubt(Instant from, Instant until) {
        unheardFrom.accumulateAndGet(from.toEpochMilli(), Signals::earlier);
        unheardUntil.accumulateAndGet(until.toEpochMilli(), Math::max);
    }

    /** Refusals that Postgres does not know yet. */
    int failures() {
        return failures.get();
    }

    /** What was seen, which begins anew. */
    Seen take() {
        return new Seen(
                time(heardAt.getAndSet(NEVER)),
                failures.getAndSet(0),
                time(failingSince.getAndSet(NEVER)),
                time(failedAt.getAndSet(NEVER)),
                time(missedAt.getAndSet(NEVER)),
                time(unheardFrom.getAndSet(NEVER)),
                time(unheardUntil.getAndSet(NEVER)));
    }

    /** Takes back what Postgres did not take. */
    void putBack(Seen seen) {
        if (seen.heardAt() != null) {
            heard(seen.heardAt());
        }
        if (seen.missedAt() != null) {
            missed(seen.missedAt());
        }
        failures.addAndGet(seen.failures());
        if (seen.failingSince() != null) {
            refused(seen.failingSince(), 0);
        }
        if (seen.failedAt() != null) {
            refused(seen.failedAt(), 0);
        }
        if (seen.unheardFrom() != null && seen.unheardUntil() != null) {
            doubt(seen.unheardFrom(), seen.unheardUntil());
        }
    }

    private static long earlier(long known, long other) {
        return known == NEVER ? other : Math.min(known, other);
    }

    private static @Nullable Instant time(long millis) {
        return millis == NEVER ? null : Instant.ofEpochMilli(millis);
    }
}

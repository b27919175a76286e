package io.pipestream.retention;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.pipestream.journal.Partitions;
import io.pipestream.journal.RetentionConfig;
import io.pipestream.platform.Lease;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Makes partitions ahead, measures, and drops what is beyond its time, on one instance at a time. */
@Singleton
class Retention {

    private static final Logger LOG = Logger.getLogger(Retention.class);

    private static final String LEASE = "retention";

    /** Reading a large file back takes longer than a chunk of writing, and is not interrupted. */
    private static final Duration HELD = Duration.ofMinutes(10);

    private final Partitions partitions;
    private final Dropper dropper;
    private final Storage storage;
    private final RetentionConfig config;
    private final Lease lease;
    private final Clock clock;
    private final Counter failures;

    Retention(
            Partitions partitions,
            Dropper dropper,
            Storage storage,
            RetentionConfig config,
            Lease lease,
            Clock clock,
            MeterRegistry meters) {
        this.partitions = partitions;
        this.dropper = dropper;
        this.storage = storage;
        this.config = config;
        this.lease = lease;
        this.clock = clock;
        this.failures = meters.counter("pipestream.retention.failures");
    }

    @Scheduled(every = "${pipestream.journal.maintenance}", concurrentExecution = ConcurrentExecution.SKIP)
    void tick() {
        var now = clock.instant();
        attempt("measuring", () -> storage.measure(now));
        attempt("making partitions", () -> partitions.makeAhead(now));
        config.keepEvents()
                .ifPresent(keep -> attempt(
                        "dropping",
                        () -> drop(now, new Policy(keep, config.archive().orElse(null)))));
    }

    /** Drops what is older than the policy keeps; nothing if another instance is at it. */
    void drop(Instant now, Policy policy) {
        lease.ifFree(LEASE, HELD, held -> dropper.dropOld(now, policy, held::renew));
    }

    /** What fails is tried again with the next tick, and keeps nothing else from being done. */
    private void attempt(String what, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            failures.increment();
            LOG.warnf(e, "%s failed; tried again in %s", what, config.maintenance());
        }
    }
}

package io.pipestream.poll;

import java.time.Clock;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.pipestream.platform.Lease;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Takes up backfills that nobody works on: new ones, those whose wait is over, and those whose instance is gone. */
@Singleton
class BackfillWorker {

    private static final Logger LOG = Logger.getLogger(BackfillWorker.class);

    private static final int AT_ONCE = 2;

    private static final int LOOKED_AT = 50;

    private final BackfillRepository backfills;
    private final Backfiller backfiller;
    private final Lease lease;
    private final PollConfig config;
    private final Clock clock;
    private final Set<UUID> underWay = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newFixedThreadPool(
            AT_ONCE, Thread.ofVirtual().name("backfill-", 0).factory());

    BackfillWorker(BackfillRepository backfills, Backfiller backfiller, Lease lease, PollConfig config, Clock clock) {
        this.backfills = backfills;
        this.backfiller = backfiller;
        this.lease = lease;
        this.config = config;
        this.clock = clock;
    }

    @Scheduled(
            every = "${pipestream.poll.tick:10s}",
            delayed = "${pipestream.poll.tick:10s}",
            concurrentExecution = ConcurrentExecution.SKIP)
    void tick() {
        try {
            var now = clock.instant();
            backfills.unfinished(LOOKED_AT).stream()
                    .filter(backfill -> backfill.waitUntil() == null
                            || !backfill.waitUntil().isAfter(now))
                    .forEach(backfill -> takeUp(backfill.id()));
        } catch (RuntimeException e) {
            LOG.warnf(e, "backfills not looked at; the next tick looks again");
        }
    }

    /** What was read of a page that is not committed is read again by whoever goes on. */
    void stop(@Observes ShutdownEvent event) {
        threads.shutdownNow();
    }

    /** Begins at once, in the background. */
    void takeUp(UUID id) {
        if (!threads.isShutdown() && underWay.add(id)) {
            threads.execute(() -> work(id));
        }
    }

    private void work(UUID id) {
        try {
            lease.ifFree("backfill:" + id, config.lease(), held -> backfiller.run(id, held));
        } catch (HttpProblem e) {
            // The lease went to somebody else, who goes on, or the connection is gone.
            LOG.infof("backfill stopped here backfill=%s reason=%s", id, e.getTitle());
        } catch (RuntimeException e) {
            if (!threads.isShutdown()) {
                LOG.warnf(e, "backfill interrupted; it goes on where it was backfill=%s", id);
                keepApart(id);
            }
        } finally {
            underWay.remove(id);
        }
    }

    private void keepApart(UUID id) {
        try {
            backfiller.failed(id);
        } catch (RuntimeException e) {
            LOG.debugf(e, "pause not stored backfill=%s", id);
        }
    }
}

package io.pipestream.publish;

import java.time.Duration;
import java.util.UUID;

import io.pipestream.journal.Commits;
import io.pipestream.journal.OutboxRepository;
import io.pipestream.platform.LeaseRepository;
import io.pipestream.platform.PostgresException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * Moves committed events to Kafka, oldest first: read a batch, send of each record the oldest event, wait for every
 * acknowledgement, take what is settled off the outbox, and so on to the next of each record. A crash in between sends
 * again under the same {@code ce_id}, so nothing is lost. One instance at a time relays, by lease; the next one goes on
 * when it is gone.
 */
@Singleton
class OutboxRelay {

    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);

    private static final String LEASE = "relay";

    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

    /** Together well below the 30 s after which Kubernetes kills. */
    private static final Duration STOP_BY_ITSELF = Duration.ofSeconds(2);

    private static final Duration STOP_INTERRUPTED = Duration.ofSeconds(5);

    private final OutboxRepository outbox;
    private final EventSink sink;
    private final Commits commits;
    private final LeaseRepository leases;
    private final PublishConfig config;
    private final RelayMetrics metrics;
    private final UUID instance = UUID.randomUUID();
    private final Thread thread =
            Thread.ofPlatform().daemon().name("outbox-relay").unstarted(this::run);
    private volatile boolean stopping;
    private long leaseRenewedAt = Long.MIN_VALUE;

    OutboxRelay(
            OutboxRepository outbox,
            EventSink sink,
            Commits commits,
            LeaseRepository leases,
            PublishConfig config,
            RelayMetrics metrics) {
        this.outbox = outbox;
        this.sink = sink;
        this.commits = commits;
        this.leases = leases;
        this.config = config;
        this.metrics = metrics;
    }

    void start(@Observes StartupEvent event) {
        thread.start();
    }

    /** What is under way gets a moment to be acknowledged; after that it is sent again by whoever relays next. */
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        if (thread.isAlive() && !thread.join(STOP_BY_ITSELF)) {
            thread.interrupt();
            if (!thread.join(STOP_INTERRUPTED)) {
                LOG.warn("relay does not stop; its lease is given up all the same");
            }
        }
        try {
            leases.giveUp(LEASE, instance);
        } catch (PostgresException e) {
            LOG.debugf(e, "relay lease not given up; it expires by itself");
        }
    }

    /** True if the thread has ended without being told to. */
    boolean isDead() {
        return !stopping && thread.getState() == Thread.State.TERMINATED;
    }

    private void run() {
        while (!stopping) {
            try {
                Thread.sleep(runOnce());
            } catch (InterruptedException e) {
                LOG.debugf(e, "relay interrupted; it goes on unless it is stopping");
            }
        }
    }

    /** Returns how long to pause. Whatever goes wrong, an {@link Error} too, the thread goes on. */
    private Duration runOnce() throws InterruptedException {
        try {
            return holdsLease() ? relay() : config.lease().dividedBy(5);
        } catch (InterruptedException e) {
            throw e;
        } catch (PostgresException | SinkUnavailableException e) {
            LOG.warnf(e, "relay paused; the same events are next");
        } catch (Throwable e) {
            LOG.errorf(e, "relay failed; the same events are next");
        }
        return PAUSE_AFTER_FAILURE;
    }

    private Duration relay() throws InterruptedException {
        var seen = commits.count();
        var waiting = outbox.oldest(config.batchSize(), config.batchBytes());
        if (waiting.isEmpty()) {
            commits.await(seen, config.interval());
            return Duration.ZERO;
        }
        if (!send(new Batch(waiting))) {
            commits.await(seen, PAUSE_AFTER_FAILURE);
        }
        return waiting.size() < config.batchSize() ? config.linger() : Duration.ZERO;
    }

    /** Returns whether any event was settled. */
    private boolean send(Batch batch) throws InterruptedException {
        var any = false;
        while (!batch.isEmpty() && !stopping && holdsLease()) {
            var events = batch.next();
            var settled = sink.send(events);
            if (!settled.isEmpty()) {
                outbox.acknowledge(settled);
                metrics.count(events, settled);
                any = true;
            }
            batch.settle(settled);
        }
        return any;
    }

    /** Renews at a third of the lease, so that a slow answer does not lose it. */
    private boolean holdsLease() {
        var now = System.nanoTime();
        if (leaseRenewedAt != Long.MIN_VALUE
                && now - leaseRenewedAt < config.lease().toNanos() / 3) {
            return true;
        }
        var held = leases.takeOrRenew(LEASE, instance, config.lease());
        leaseRenewedAt = held ? now : Long.MIN_VALUE;
        return held;
    }
}

package io.pipestream.poll;

import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.pipestream.connection.Connections;
import io.pipestream.platform.Lease;
import io.pipestream.poll.Agenda.Standing;
import io.pipestream.trace.Tracing;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * Looks every few seconds whose sweep is due and has it done; looking costs nothing at Pipedrive. One instance at a
 * time sweeps a connection. A connection that fails keeps no other waiting.
 */
@Singleton
class Poller {

    private static final Logger LOG = Logger.getLogger(Poller.class);

    private static final int CONNECTIONS_AT_ONCE = 4;

    private final Connections connections;
    private final Agenda agenda;
    private final Sweeper sweeper;
    private final Lease lease;
    private final PollConfig config;
    private final Clock clock;
    private final Tracing tracing;
    private final Set<UUID> underWay = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newFixedThreadPool(
            CONNECTIONS_AT_ONCE, Thread.ofVirtual().name("poll-", 0).factory());

    // One more than the usual six: the span is begun where it is known that there is something to do.
    Poller(
            Connections connections,
            Agenda agenda,
            Sweeper sweeper,
            Lease lease,
            PollConfig config,
            Clock clock,
            Tracing tracing) {
        this.connections = connections;
        this.agenda = agenda;
        this.sweeper = sweeper;
        this.lease = lease;
        this.config = config;
        this.clock = clock;
        this.tracing = tracing;
    }

    @Scheduled(
            every = "${pipestream.poll.tick:10s}",
            delayed = "${pipestream.poll.tick:10s}",
            concurrentExecution = ConcurrentExecution.SKIP)
    void tick() {
        try {
            connections.all().forEach(this::look);
        } catch (RuntimeException e) {
            LOG.warnf(e, "nobody polled; the next tick looks again");
        }
    }

    /** What was read of a page that is not committed is read again by whoever goes on. */
    void stop(@Observes ShutdownEvent event) {
        threads.shutdownNow();
    }

    /** Whether all that the ticks so far have begun is done. */
    boolean isIdle() {
        return underWay.isEmpty();
    }

    private void look(Connections.Ref connection) {
        try {
            if (isDue(agenda.standing(connection)) && underWay.add(connection.id())) {
                threads.execute(() -> turn(connection));
            }
        } catch (RuntimeException e) {
            LOG.warnf(e, "poll not decided; the next tick decides again connection=%s", connection.id());
        }
    }

    private void turn(Connections.Ref connection) {
        try {
            sweepIfDue(connection);
        } catch (HttpProblem e) {
            // The lease went to somebody else, who goes on, or the connection is gone.
            LOG.infof("sweep stopped connection=%s reason=%s", connection.id(), e.getTitle());
        } catch (RuntimeException e) {
            if (!threads.isShutdown()) {
                LOG.warnf(e, "sweep failed; it goes on where it was connection=%s", connection.id());
                keepApart(connection);
            }
        } finally {
            underWay.remove(connection.id());
        }
    }

    /** Sweeps at once, in the caller's thread, unless it is not due or another instance does it. */
    void sweepIfDue(Connections.Ref connection) {
        lease.ifFree("poll:" + connection.id(), config.lease(), held -> {
            // Anew: whoever held the lease before may have done it.
            var standing = agenda.standing(connection);
            if (isDue(standing) && standing.next() != null) {
                var pace = standing.next().pace();
                tracing.runWithin(
                        "poll sweep",
                        Map.of("pipestream.connection.id", connection.id().toString()),
                        () -> sweeper.sweep(connection, standing.sweep(), pace, held));
            }
        });
    }

    private boolean isDue(Standing standing) {
        return standing.next() != null && !standing.next().dueAt().isAfter(clock.instant());
    }

    private void keepApart(Connections.Ref connection) {
        try {
            sweeper.failed(connection.id());
        } catch (RuntimeException e) {
            LOG.debugf(e, "pause not stored connection=%s", connection.id());
        }
    }
}

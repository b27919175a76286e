package io.pipestream.subscription;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.pipestream.connection.Connections;
import io.pipestream.pipedrive.PipedriveRefusedException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.vertx.http.HttpServerStart;
import io.quarkus.vertx.http.HttpsServerStart;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * Keeps what is at Pipedrive as it should be. Each tick takes what the door and polling have seen to Postgres, judges
 * every registration by it, and has those connections checked whose check is due; only that costs tokens. Every instance
 * ticks, and a connection's lease lets one of them check.
 */
@Singleton
class Reconciler {

    private static final Logger LOG = Logger.getLogger(Reconciler.class);

    private final ConfiguredAccount account;
    private final Connections connections;
    private final Listening listening;
    private final HealthKeeper keeper;
    private final Schedule schedule;
    private final Checkup checkup;
    private final Set<Object> underWay = ConcurrentHashMap.newKeySet();
    // A thread each: an account that Pipedrive keeps waiting must not keep the others waiting.
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("reconciler-", 0).factory());
    private volatile boolean doorIsOpen;

    Reconciler(
            ConfiguredAccount account,
            Connections connections,
            Listening listening,
            HealthKeeper keeper,
            Schedule schedule,
            Checkup checkup) {
        this.account = account;
        this.connections = connections;
        this.listening = listening;
        this.keeper = keeper;
        this.schedule = schedule;
        this.checkup = checkup;
    }

    /** Not before our own door is open: Pipedrive tries a callback address before it accepts it. */
    void doorIsOpen(@ObservesAsync HttpServerStart event) {
        open();
    }

    /** Likewise, for there may be no other door. */
    void secureDoorIsOpen(@ObservesAsync HttpsServerStart event) {
        open();
    }

    private void open() {
        doorIsOpen = true;
        tick();
    }

    void stop(@Observes ShutdownEvent event) {
        threads.shutdownNow();
    }

    @Scheduled(every = "${pipestream.reconcile.tick:10s}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void tick() {
        if (threads.isShutdown() || !doorIsOpen) {
            return;
        }
        try {
            listening.flush();
            apart(account, () -> {
                if (account.connect()) {
                    reconcileAll();
                }
            });
            reconcileAll();
            listening.refresh();
        } catch (RuntimeException e) {
            LOG.warnf(e, "registrations not looked at; what was seen is kept for the next time");
        }
    }

    /** Whether all that the ticks so far have begun is done. */
    boolean isIdle() {
        return underWay.isEmpty();
    }

    private void reconcileAll() {
        for (var connection : connections.all()) {
            apart(connection.id(), () -> reconcile(connection));
        }
    }

    private void reconcile(Connections.Ref connection) {
        var registrations = keeper.judge(connection.id());
        if (schedule.isDue(connection, registrations)) {
            checkup.checkIfDue(
                    connection,
                    schedule.purpose(registrations),
                    () -> schedule.isDue(connection, keeper.of(connection.id())));
        }
    }

    /** Beside what else is under way, but once at a time. */
    private void apart(Object what, Runnable work) {
        if (underWay.add(what)) {
            threads.execute(() -> {
                try {
                    work.run();
                } catch (PipedriveRefusedException e) {
                    LOG.warnf("webhooks not checked what=%s reason=%s advice=%s", what, e.reason(), e.advice());
                } catch (RuntimeException e) {
                    if (!threads.isShutdown()) {
                        LOG.warnf(e, "webhooks not checked; trying again what=%s", what);
                    }
                } finally {
                    underWay.remove(what);
                }
            });
        }
    }
}

package io.pipestream.platform;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.quarkus.flyway.FlywayConfigurationCustomizer;
import io.quarkus.runtime.PreventFurtherStepsException;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jboss.logging.Logger;

/**
 * Waits for Postgres before the schema is brought up to date, for as long as it takes: it may come later than we do.
 * Flyway could wait by itself, but would hear of no signal, and Quarkus stops nothing that has not started.
 */
@Singleton
final class PostgresAwaited implements FlywayConfigurationCustomizer {

    private static final Logger LOG = Logger.getLogger(PostgresAwaited.class);

    /** What a shell says of a process that SIGTERM ended. */
    private static final int TERMINATED = 143;

    private final PresenceRepository presence;
    private final boolean isNeeded;

    /** Who neither migrates nor validates needs no schema to start. */
    PostgresAwaited(
            PresenceRepository presence,
            @ConfigProperty(name = "quarkus.flyway.migrate-at-start") boolean migrates,
            @ConfigProperty(name = "quarkus.flyway.validate-at-start", defaultValue = "false") boolean validates) {
        this.presence = presence;
        this.isNeeded = migrates || validates;
    }

    @Override
    public void customize(FluentConfiguration configuration) {
        if (isNeeded) {
            awaitPostgres(configuration.getConnectRetriesInterval());
        }
    }

    private void awaitPostgres(int pauseSeconds) {
        var stop = new CountDownLatch(1);
        var starting = Thread.currentThread();
        var onStop = new Thread(
                () -> {
                    // The driver may be waiting for a server that says nothing.
                    starting.interrupt();
                    stop.countDown();
                },
                "stop-waiting");
        try {
            Runtime.getRuntime().addShutdownHook(onStop);
            tryUntil(stop, pauseSeconds);
            Runtime.getRuntime().removeShutdownHook(onStop);
        } catch (InterruptedException | IllegalStateException stopping) {
            // It was for the waiting: what closes now must not be cut short by it.
            Thread.interrupted();
            LOG.info("told to stop before Postgres was there");
            throw new PreventFurtherStepsException("stopped while it waited for Postgres", TERMINATED);
        }
    }

    private void tryUntil(CountDownLatch stop, int pauseSeconds) throws InterruptedException {
        var told = "";
        for (var complaint = presence.complaint(); complaint.isPresent(); complaint = presence.complaint()) {
            if (stop.getCount() > 0 && !complaint.get().equals(told)) {
                told = complaint.get();
                LOG.warnf("Postgres is not there yet; waiting for it reason=%s", told);
            }
            if (stop.await(pauseSeconds, TimeUnit.SECONDS)) {
                throw new InterruptedException("told to stop");
            }
        }
    }
}

package io.pipestream.connection;

import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.inject.Singleton;
import jakarta.persistence.PersistenceException;
import org.jboss.logging.Logger;

/** Keeps an eye on all connections: counts them by state, and uses consents that nothing else uses. */
@Singleton
class Upkeep {

    private static final Logger LOG = Logger.getLogger(Upkeep.class);

    /** Half of what Pipedrive gives an unused refresh token, so there is a month for trying again. */
    private static final Duration UNUSED = Duration.ofDays(30);

    private final ConnectionStore store;
    private final Keyring keyring;
    private final Clock clock;
    private volatile Map<ConnectionState, Long> counts = new EnumMap<>(ConnectionState.class);

    Upkeep(ConnectionStore store, Keyring keyring, Clock clock, MeterRegistry meters) {
        this.store = store;
        this.keyring = keyring;
        this.clock = clock;
        for (var state : ConnectionState.values()) {
            Gauge.builder("pipestream.connections", () -> counts.getOrDefault(state, 0L))
                    .description("Connections by state")
                    .tag("state", state.word())
                    .register(meters);
        }
    }

    @Scheduled(every = "10s", concurrentExecution = ConcurrentExecution.SKIP)
    void count() {
        try {
            counts = store.countByState();
        } catch (PersistenceException e) {
            LOG.debugf(e, "connections not counted; the old figures stand");
        }
    }

    @Scheduled(every = "1h", delayed = "1m", concurrentExecution = ConcurrentExecution.SKIP)
    void keepConsentsAlive() {
        keyring.keepAlive(clock.instant().minus(UNUSED));
    }
}

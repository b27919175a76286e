package io.pipestream.subscription;

import java.util.Arrays;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.pipestream.platform.PostgresException;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** How many registrations are how well, and how near each is to a ban. As of the last tick, in every instance. */
@Startup // so that the gauges are there before anything is asked
@Singleton
class HealthMetrics {

    private static final Logger LOG = Logger.getLogger(HealthMetrics.class);

    private final Listening listening;
    private final MultiGauge banRisk;

    HealthMetrics(Listening listening, MeterRegistry meters) {
        this.listening = listening;
        Arrays.stream(Health.values())
                .forEach(health -> Gauge.builder("pipestream.registrations", () -> count(health))
                        .tag("health", health.word())
                        .register(meters));
        this.banRisk = MultiGauge.builder("pipestream.registration.ban.risk").register(meters);
    }

    /** Registrations come and go, and their series with them. */
    @Scheduled(every = "${pipestream.reconcile.tick}", concurrentExecution = ConcurrentExecution.SKIP)
    void refresh() {
        try {
            banRisk.register(listening.known().stream().map(this::banRisk).toList(), true);
        } catch (PostgresException e) {
            LOG.debugf(e, "registrations not known yet");
        }
    }

    private MultiGauge.Row<?> banRisk(Watched registration) {
        return MultiGauge.Row.of(
                Tags.of(
                        "event", registration.event().toString(),
                        "registration", registration.id().toString()),
                registration,
                listening::failures);
    }

    private long count(Health health) {
        return listening.known().stream()
                .filter(registration -> registration.health() == health)
                .count();
    }
}

package io.pipestream.subscription;

import java.util.Arrays;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;

/** How many registrations are how well, and how near the worst is to a ban. As of the last tick, in every instance. */
@Startup // so that the gauges are there before anything is asked
@Singleton
class HealthMetrics {

    private final Listening listening;

    HealthMetrics(Listening listening, MeterRegistry meters) {
        this.listening = listening;
        Arrays.stream(Health.values())
                .forEach(health -> Gauge.builder("pipestream.registrations", () -> count(health))
                        .tag("health", health.word())
                        .register(meters));
        Gauge.builder("pipestream.registration.ban.risk", this::mostFailures).register(meters);
    }

    private long count(Health health) {
        return listening.known().stream()
                .filter(registration -> registration.health() == health)
                .count();
    }

    private int mostFailures() {
        return listening.known().stream().mapToInt(listening::failures).max().orElse(0);
    }
}

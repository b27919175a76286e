package io.pipestream.catalogue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Counts readings and what could not be named, and shows how old the oldest list in use is. */
@Singleton
class CatalogueMetrics {

    /** How a reading of a list ended. */
    enum Outcome {
        READ,
        /** By Pipedrive, or by our own budget. */
        REFUSED,
        /** Ours. */
        FAILED
    }

    private final MeterRegistry meters;
    private final Clock clock;
    private final Counter unnamed;
    private volatile @Nullable Instant oldest;

    CatalogueMetrics(MeterRegistry meters, Clock clock) {
        this.meters = meters;
        this.clock = clock;
        this.unnamed = meters.counter("pipestream.catalogue.unnamed");
        for (var outcome : Outcome.values()) {
            reads(outcome);
        }
        Gauge.builder("pipestream.catalogue.age", this::age)
                .description("Since the longest unread list that events were named by since was read")
                .baseUnit("seconds")
                .register(meters);
    }

    void unnamed() {
        unnamed.increment();
    }

    void read(Outcome outcome) {
        reads(outcome).increment();
    }

    private Counter reads(Outcome outcome) {
        return meters.counter(
                "pipestream.catalogue.reads", "outcome", outcome.name().toLowerCase(Locale.ROOT));
    }

    void states(List<ListState> states) {
        oldest = states.stream()
                .filter(ListState::isUsedSince)
                .map(ListState::readAt)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    /** In seconds; no number while no list is in use. */
    private double age() {
        var read = oldest;
        return read == null
                ? Double.NaN
                : Math.max(0, Duration.between(read, clock.instant()).toMillis() / 1000.0);
    }
}

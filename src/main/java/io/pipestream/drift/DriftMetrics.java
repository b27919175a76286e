package io.pipestream.drift;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.pipestream.event.Drift;
import jakarta.inject.Singleton;

/** Counts differences, and says how many no operator has acknowledged. */
@Singleton
class DriftMetrics {

    private static final String OTHER = "other";

    /** Objects that Pipedrive tells of. What a body names is anything, so the rest is one. */
    private static final Set<String> OBJECTS = Set.of(
            "activity",
            "activityType",
            "board",
            "deal",
            "deal_installment",
            "deal_product",
            "file",
            "filter",
            "lead",
            "note",
            "organization",
            "person",
            "phase",
            "pipeline",
            "product",
            "project",
            "stage",
            "task",
            "user");

    private record Tags(String object, Drift.Kind kind) {}

    private final MeterRegistry meters;
    private final Map<Tags, Counter> counters = new ConcurrentHashMap<>();
    private volatile long open;

    DriftMetrics(MeterRegistry meters) {
        this.meters = meters;
        Gauge.builder("pipestream.drift.open", () -> open)
                .description("Differences that no operator has acknowledged")
                .register(meters);
    }

    void count(String object, Drift.Kind kind, int count) {
        var tags = new Tags(OBJECTS.contains(object) ? object : OTHER, kind);
        var counter = counters.get(tags);
        (counter == null ? counters.computeIfAbsent(tags, this::register) : counter).increment(count);
    }

    void open(long number) {
        open = number;
    }

    private Counter register(Tags tags) {
        return meters.counter(
                "pipestream.drift", "object", tags.object(), "kind", tags.kind().word());
    }
}

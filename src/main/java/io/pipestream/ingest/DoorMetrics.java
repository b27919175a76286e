package io.pipestream.ingest;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;

/** Counts every request at the webhook door once, by its outcome: the outcomes add up to the requests. */
@Startup // so that a counter stands at zero before the first request
@Singleton
class DoorMetrics {

    /** How a request ended. */
    enum Outcome {
        STORED,
        DUPLICATE,
        QUARANTINED,
        /** In Postgres, not in the journal yet: 202. */
        HELD,
        /** In Kafka, not in the journal yet: 202. */
        SPOOLED,
        /** Wrong or missing credentials: 401. */
        UNAUTHORISED,
        /** No registration has this path: 404. */
        UNKNOWN,
        /** 413. */
        TOO_LARGE,
        /** It could be kept nowhere: 503. */
        UNAVAILABLE
    }

    private final Map<Outcome, Counter> counters = new EnumMap<>(Outcome.class);

    DoorMetrics(MeterRegistry meters) {
        for (var outcome : Outcome.values()) {
            counters.put(
                    outcome,
                    meters.counter(
                            "pipestream.webhooks.received",
                            "outcome",
                            outcome.name().toLowerCase(Locale.ROOT)));
        }
    }

    void count(Outcome outcome) {
        Objects.requireNonNull(counters.get(outcome)).increment();
    }
}

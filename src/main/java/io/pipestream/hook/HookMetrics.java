package io.pipestream.hook;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;

/** Counts what hooks are sent and what waits. */
@Singleton
class HookMetrics {

    /** How a call ended. */
    private enum Ending {
        ACCEPTED,
        REFUSED,
        FAILED,
        FORBIDDEN
    }

    private final MeterRegistry meters;
    private final Map<Ending, Counter> calls = new EnumMap<>(Ending.class);
    private final Counter givenUp;
    private final Timer lag;
    private final Timer duration;
    private final Clock clock;
    private final AtomicLong waiting = new AtomicLong();
    private final AtomicLong disabled = new AtomicLong();
    private final AtomicLong unfed = new AtomicLong();

    HookMetrics(MeterRegistry meters, Clock clock) {
        this.meters = meters;
        this.clock = clock;
        for (var ending : Ending.values()) {
            calls.put(
                    ending,
                    meters.counter(
                            "pipestream.hook.calls", "outcome", ending.name().toLowerCase(Locale.ROOT)));
        }
        this.givenUp = meters.counter("pipestream.hook.given.up");
        this.lag = Timer.builder("pipestream.hook.lag")
                .publishPercentileHistogram()
                .maximumExpectedValue(Duration.ofMinutes(10))
                .register(meters);
        this.duration = meters.timer("pipestream.hook.duration");
        Gauge.builder("pipestream.hook.waiting", waiting, AtomicLong::doubleValue)
                .register(meters);
        Gauge.builder("pipestream.hook.disabled", disabled, AtomicLong::doubleValue)
                .register(meters);
        Gauge.builder("pipestream.hook.unfed", unfed, AtomicLong::doubleValue).register(meters);
    }

    void watchInFlight(IntSupplier count) {
        Gauge.builder("pipestream.hook.in.flight", () -> count.getAsInt()).register(meters);
    }

    /** The first call for an event begins. */
    void first(Instant receivedAt) {
        lag.record(Duration.between(receivedAt, clock.instant()));
    }

    void count(Settlement settlement) {
        var outcome = settlement.outcome();
        var ending = switch (outcome.answer()) {
            case Answer.Accepted accepted -> Ending.ACCEPTED;
            case Answer.Refused refused -> Ending.REFUSED;
            case Answer.Failed failed -> Ending.FAILED;
            case Answer.Forbidden forbidden -> Ending.FORBIDDEN;
            case Answer.NoEvent gone -> Ending.FAILED;
        };
        Objects.requireNonNull(calls.get(ending)).increment();
        duration.record(Duration.ofMillis(outcome.millis()));
        if (settlement.retryAt() == null && !settlement.isDelivered()) {
            givenUp.increment();
        }
    }

    /** @param events that no hook has been asked about yet */
    void standing(long deliveries, long disabledByUs, long events) {
        waiting.set(deliveries);
        disabled.set(disabledByUs);
        unfed.set(events);
    }
}

package io.pipestream.publish;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.pipestream.journal.PendingEvent;
import io.pipestream.journal.Published;
import jakarta.inject.Singleton;

/** Counts what has left the outbox, and how long that took from its receipt. */
@Singleton
class RelayMetrics {

    private final Clock clock;
    private final Counter published;
    private final Counter deadLettered;
    private final Counter fenced;
    private final Timer lag;

    RelayMetrics(Clock clock, MeterRegistry meters) {
        this.clock = clock;
        this.published = meters.counter("pipestream.events.published");
        this.deadLettered = meters.counter("pipestream.events.dead.lettered");
        this.fenced = meters.counter("pipestream.relay.fenced");
        this.lag = Timer.builder("pipestream.publish.lag")
                .description("From the receipt of an event to Kafka's acknowledgement")
                .publishPercentileHistogram()
                .register(meters);
    }

    /** Counts those of the sent events that are settled. */
    void count(List<PendingEvent> sent, List<Published> settled) {
        var now = clock.instant();
        var bySeq = settled.stream().collect(Collectors.toMap(Published::seq, Function.identity()));
        for (var event : sent) {
            var result = bySeq.get(event.seq());
            if (result != null) {
                lag.record(Duration.between(event.receivedAt(), now));
                (result.problem() == null ? published : deadLettered).increment();
            }
        }
    }

    /** Counts what only the relay's progress told to be in Kafka; when it got there is not known. */
    void countSettled(int count) {
        published.increment(count);
    }

    void countSettledLetter() {
        deadLettered.increment();
    }

    void countFenced() {
        fenced.increment();
    }
}

package io.pipestream.publish;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.pipestream.journal.PendingEvent;
import io.pipestream.journal.Published;
import jakarta.inject.Singleton;

/** Counts what has left the outbox, and how long that took from its receipt and from the change itself. */
@Singleton
class RelayMetrics {

    /** What objectives can be set on: a histogram of its own would end at 30 s. */
    private static final Duration[] OBJECTIVES = {
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofMinutes(1),
        Duration.ofMinutes(5),
        Duration.ofMinutes(30),
        Duration.ofHours(2)
    };

    private final Clock clock;
    private final Counter published;
    private final Counter deadLettered;
    private final Counter fenced;
    private final Timer lag;
    private final Map<String, Timer> freshness;

    RelayMetrics(Clock clock, MeterRegistry meters) {
        this.clock = clock;
        this.published = meters.counter("pipestream.events.published");
        this.deadLettered = meters.counter("pipestream.events.dead.lettered");
        this.fenced = meters.counter("pipestream.relay.fenced");
        this.lag = Timer.builder("pipestream.publish.lag")
                .description("From the receipt of an event to Kafka's acknowledgement")
                .publishPercentileHistogram()
                .register(meters);
        // No backfill: what somebody asked for of last year is not late.
        this.freshness = Map.of("webhook", freshness("webhook", meters), "poll", freshness("poll", meters));
    }

    private static Timer freshness(String path, MeterRegistry meters) {
        return Timer.builder("pipestream.freshness")
                .description("From the change at Pipedrive to Kafka's acknowledgement")
                .tag("path", path)
                .serviceLevelObjectives(OBJECTIVES)
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
                recordFreshness(event, now);
                (result.problem() == null ? published : deadLettered).increment();
            }
        }
    }

    private void recordFreshness(PendingEvent event, Instant now) {
        var timer = freshness.get(event.ingestPath());
        if (timer != null) {
            var age = Duration.between(event.occurredAt(), now);
            // Pipedrive's clock may be ahead of ours; a timer would pass over a negative time.
            timer.record(age.isNegative() ? Duration.ZERO : age);
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

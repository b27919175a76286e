package io.pipestream.replay;

import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.pipestream.publish.ReplayMark;
import jakarta.inject.Singleton;

/** Counts what replays send. */
@Singleton
class ReplayMetrics {

    private final Counter toOriginal;
    private final Counter toSide;
    private final Counter toHook;
    private final Counter deadLettered;
    private final Counter fenced;
    private final Set<UUID> underWay = ConcurrentHashMap.newKeySet();

    ReplayMetrics(MeterRegistry meters) {
        this.toOriginal = meters.counter("pipestream.replay.events", "target", "original");
        this.toSide = meters.counter("pipestream.replay.events", "target", "side");
        this.toHook = meters.counter("pipestream.replay.events", "target", "hook");
        this.deadLettered = meters.counter("pipestream.replay.dead.lettered");
        this.fenced = meters.counter("pipestream.replay.fenced");
        Gauge.builder("pipestream.replay.running", underWay, Set::size)
                .description("Replays that this instance runs")
                .register(meters);
    }

    void begin(UUID id) {
        underWay.add(id);
    }

    void end(UUID id) {
        underWay.remove(id);
    }

    void countSent(Target target, ReplayMark before, ReplayMark after) {
        var letters = after.deadLettered() - before.deadLettered();
        deadLettered.increment((double) letters);
        var counter = switch (target) {
            case Target.Original() -> toOriginal;
            case Target.Side(var unused) -> toSide;
            case Target.Hook(var unused) -> toHook;
        };
        counter.increment((double) (after.sent() - before.sent() - letters));
    }

    void countFenced() {
        fenced.increment();
    }
}

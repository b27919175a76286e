package io.pipestream.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import io.vertx.core.Vertx;

/** Repeated attempts that wait: each runs when its real time is over, or when the clock was moved past it. */
final class Retries {

    private final Vertx vertx;
    private final SandboxOptions options;
    private final Map<Long, Waiting> byTimer = new LinkedHashMap<>();

    Retries(Vertx vertx, SandboxOptions options) {
        this.vertx = vertx;
        this.options = options;
    }

    private record Waiting(Instant due, Runnable task) {}

    /** {@code wait} is Pipedrive's; it is divided by the speed here. */
    void later(Duration wait, Runnable task) {
        var scaled = options.scaled(wait);
        var timer = vertx.setTimer(Math.max(1, scaled.toMillis()), this::run);
        byTimer.put(timer, new Waiting(options.clock().instant().plus(scaled), task));
    }

    private void run(long timer) {
        var waiting = byTimer.remove(timer);
        if (waiting != null) {
            waiting.task().run();
        }
    }

    /** Runs what the clock has passed meanwhile. */
    void timeMoved() {
        var now = options.clock().instant();
        var due = byTimer.entrySet().stream()
                .filter(each -> !now.isBefore(each.getValue().due()))
                .map(Map.Entry::getKey)
                .toList();
        for (var timer : due) {
            vertx.cancelTimer(timer);
            run(timer);
        }
    }

    int pending() {
        return byTimer.size();
    }
}

package io.pipestream.sandbox;

import java.time.Duration;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;

/** Many records made at a steady rate. What is late is caught up with, a bounded number at a time. */
final class Load {

    private static final long TICK_MILLIS = 10;
    private static final long MOST_PER_TICK = 100;

    private final long id;
    private final Entity entity;
    private final int count;
    private final double rate;
    private final Runnable maker;
    private final long started = System.nanoTime();
    private long finished;
    private int created;

    /** {@code maker} makes one record; {@code rate} is records per second. */
    Load(long id, Entity entity, int count, double rate, Runnable maker) {
        this.id = id;
        this.entity = entity;
        this.count = count;
        this.rate = rate;
        this.maker = maker;
    }

    void start(Vertx vertx) {
        vertx.setPeriodic(TICK_MILLIS, timer -> {
            if (tick()) {
                vertx.cancelTimer(timer);
            }
        });
    }

    /** Whether all are made. */
    private boolean tick() {
        var due = Math.min(count, (long) (seconds() * rate) + 1);
        for (var made = 0; created < due && made < MOST_PER_TICK; made++) {
            maker.run();
            created++;
        }
        if (created == count) {
            finished = System.nanoTime();
        }
        return created == count;
    }

    private double seconds() {
        return Duration.ofNanos((finished == 0 ? System.nanoTime() : finished) - started)
                        .toMillis()
                / 1000.0;
    }

    JsonObject json() {
        return new JsonObject()
                .put("id", id)
                .put("object", entity.word())
                .put("count", count)
                .put("rate", rate)
                .put("created", created)
                .put("done", created == count)
                .put("seconds", seconds());
    }
}

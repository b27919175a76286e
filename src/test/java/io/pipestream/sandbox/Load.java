package io.pipestream.sandbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;

/** Many changes made at a steady rate. What is late is caught up with, a bounded number at a time. */
final class Load {

    private static final long TICK_MILLIS = 10;
    private static final long MOST_PER_TICK = 100;
    private static final int MOST_TO_CHANGE = 10_000;

    private final long id;
    private final Entity entity;
    private final int count;
    private final double rate;
    private final Mix mix;
    private final Maker maker;
    private final SplittableRandom chance = new SplittableRandom();
    private final List<Long> alive = new ArrayList<>();
    private final long started = System.nanoTime();
    private long finished;
    private int added;
    private int updated;
    private int deleted;

    /** Changes the company; what it refuses is an {@link ApiError}. */
    interface Maker {

        /** Answers the id of the new record. */
        long add();

        /** {@code number} is never the same twice, so that the update changes something. */
        void update(long id, int number);

        void delete(long id);
    }

    /** {@code rate} is operations per second. */
    Load(long id, Entity entity, int count, double rate, Mix mix, Maker maker) {
        this.id = id;
        this.entity = entity;
        this.count = count;
        this.rate = rate;
        this.mix = mix;
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
        for (var made = 0; made() < due && made < MOST_PER_TICK; made++) {
            step();
        }
        if (made() == count) {
            finished = System.nanoTime();
        }
        return made() == count;
    }

    private void step() {
        var choice = chance.nextDouble();
        if (alive.isEmpty() || choice >= mix.updates() + mix.deletes()) {
            add();
            return;
        }
        var at = chance.nextInt(alive.size());
        var chosen = alive.get(at);
        try {
            if (choice < mix.updates()) {
                maker.update(chosen, made() + 1);
                updated++;
            } else {
                forget(at);
                maker.delete(chosen);
                deleted++;
            }
        } catch (ApiError gone) {
            // somebody else has deleted or merged it meanwhile
            alive.remove(chosen);
            add();
        }
    }

    private void add() {
        var made = maker.add();
        added++;
        if (mix.updates() + mix.deletes() > 0) {
            if (alive.size() == MOST_TO_CHANGE) {
                forget(chance.nextInt(MOST_TO_CHANGE));
            }
            alive.add(made);
        }
    }

    private void forget(int at) {
        var last = alive.removeLast();
        if (at < alive.size()) {
            alive.set(at, last);
        }
    }

    private int made() {
        return added + updated + deleted;
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
                .put("created", added)
                .put("updated", updated)
                .put("deleted", deleted)
                .put("done", made() == count)
                .put("seconds", seconds());
    }
}

package io.pipestream.sandbox;

import java.time.Duration;
import java.time.Instant;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** What happens to the whole company rather than to one record: time, load, chaos, and what was there before. */
record Scenes(SandboxOptions options, MovableClock clock, World world, Loads loads, Chaos chaos, Seeds seeds) {

    static Scenes of(Vertx vertx, SandboxOptions options, MovableClock clock, World world, Controls controls) {
        return new Scenes(
                options,
                clock,
                world,
                new Loads(vertx, world.store(), controls),
                new Chaos(vertx, options, world),
                new Seeds(world, options));
    }

    JsonObject advance(Duration step) {
        clock.advance(step);
        world.deliverer().timeMoved();
        world.store().forgetOldDeletions(clock.instant());
        return time();
    }

    JsonObject time() {
        return new JsonObject()
                .put("now", Times.millis(clock.instant()))
                .put("ahead", clock.ahead().toString());
    }

    /**
     * The ids of all records that came at or after a time, deleted ones included as long as they are remembered. Goes
     * by {@code add_time}, so that seeded records count as old.
     */
    JsonObject created(Entity entity, Instant since) {
        var from = entity.time(since);
        var ids = new JsonArray();
        for (var record : world.store().all(entity.word())) {
            if (record.getString("add_time").compareTo(from) >= 0) {
                ids.add(entity.publicId(record.getLong("id")));
            }
        }
        return new JsonObject()
                .put("object", entity.word())
                .put("count", ids.size())
                .put("ids", ids);
    }
}

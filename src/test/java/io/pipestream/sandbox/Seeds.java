package io.pipestream.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;

import io.vertx.core.json.JsonObject;

/** Records that are simply there, as if they had come before anybody listened: many, quickly, and without an event. */
final class Seeds {

    private static final int MOST = 500_000;
    private static final int AT_ONCE = 2_000;

    private final World world;
    private final SandboxOptions options;

    Seeds(World world, SandboxOptions options) {
        this.world = world;
        this.options = options;
    }

    JsonObject plant(JsonObject given) {
        if (!(given.getValue("object") instanceof String object)
                || !(given.getValue("count") instanceof Number count)) {
            throw ApiError.badControl("give object and count, for example"
                    + " {\"object\": \"deal\", \"count\": 100000, \"updated_over\": \"PT1H\"}");
        }
        var updatedOver = duration(given, "updated_over", Duration.ofHours(1));
        var addedOver = duration(given, "added_over", updatedOver);
        return plant(Entity.require(object), count.intValue(), updatedOver, addedOver);
    }

    /**
     * Update times are spread evenly over the first interval before now. Add times are the same, or, where the second
     * interval is longer, spread over that.
     */
    JsonObject plant(Entity entity, int count, Duration updatedOver, Duration addedOver) {
        if (count < 1 || count > MOST || addedOver.compareTo(updatedOver) < 0) {
            throw ApiError.badControl("give a count from 1 to " + MOST + ", and added_over not below updated_over");
        }
        var samples = new Samples(world.store());
        var now = options.clock().instant();
        var first = world.store().nextId(entity.word());
        var batch = new ArrayList<JsonObject>(AT_ONCE);
        for (var made = 0; made < count; made++) {
            var id = first + made;
            var record = new JsonObject().put("id", id);
            record.put("add_time", spread(entity, now, addedOver, made, count));
            record.put("update_time", spread(entity, now, updatedOver, made, count));
            world.company().addDefaults(entity, record, world.someone());
            var fields = Input.read(world.fields(), entity, samples.made(entity, id, new JsonObject()));
            batch.add(Edits.applied(entity, record, fields.fields()));
            if (batch.size() == AT_ONCE || made == count - 1) {
                world.store().putAll(entity.word(), batch);
                batch.clear();
            }
        }
        return new JsonObject()
                .put("object", entity.word())
                .put("count", count)
                .put("first_id", first)
                .put("last_id", first + count - 1);
    }

    private static String spread(Entity entity, Instant now, Duration over, int number, int count) {
        var before = over.toMillis() - (long) ((double) over.toMillis() * number / count);
        return entity.time(now.minusMillis(before));
    }

    private static Duration duration(JsonObject given, String name, Duration otherwise) {
        var text = given.getValue(name);
        try {
            var read = text == null ? otherwise : Duration.parse(text.toString());
            if (!read.isNegative()) {
                return read;
            }
        } catch (DateTimeParseException e) {
            // answered below
        }
        throw ApiError.badControl("'" + name + "' must be a duration such as PT1H");
    }
}

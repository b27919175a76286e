package io.pipestream.sandbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** The recent attempts, with what is needed to repeat them, and totals since the start. */
final class DeliveryLog {

    private static final int KEPT = 2_000;

    private final Map<Long, Entry> recent = new LinkedHashMap<>();
    private final Map<Attempt.Outcome, Long> totals = new EnumMap<>(Attempt.Outcome.class);
    private long lastId;

    private record Entry(Attempt attempt, Delivery delivery) {}

    void add(
            Delivery delivery,
            int attempt,
            Attempt.Outcome outcome,
            @Nullable Integer status,
            long millis,
            Instant at) {
        var change = delivery.change();
        lastId++;
        var done = new Attempt(
                lastId,
                delivery.webhook().id(),
                change.name(),
                change.id(),
                change.eventId().toString(),
                attempt,
                outcome,
                status,
                millis,
                at);
        recent.put(lastId, new Entry(done, delivery));
        recent.remove(lastId - KEPT);
        totals.merge(outcome, 1L, Long::sum);
    }

    /** Oldest first. */
    List<Attempt> recent() {
        var attempts = new ArrayList<Attempt>(recent.size());
        recent.values().forEach(entry -> attempts.add(entry.attempt()));
        return attempts;
    }

    Delivery delivery(long id) {
        var entry = recent.get(id);
        if (entry == null) {
            throw ApiError.control(404, "no recent delivery has the id " + id + "; GET /sandbox/deliveries lists them");
        }
        return entry.delivery();
    }

    JsonObject totals() {
        var json = new JsonObject();
        for (var outcome : Attempt.Outcome.values()) {
            json.put(outcome.name().toLowerCase(Locale.ROOT), totals.getOrDefault(outcome, 0L));
        }
        return json;
    }
}

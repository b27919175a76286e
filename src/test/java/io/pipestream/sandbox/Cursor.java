package io.pipestream.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Comparator;
import java.util.Set;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Where a v2 list goes on. Callers get it as opaque text.
 *
 * @param field      {@code id}, {@code add_time} or {@code update_time}
 * @param descending the direction
 * @param last       the sort key of the last row handed out; null before the first
 */
record Cursor(String field, boolean descending, @Nullable Key last) {

    private static final Set<String> FIELDS = Set.of("id", "add_time", "update_time");

    /** The value first, the id among equals. */
    record Key(String value, long id) implements Comparable<Key> {

        @Override
        public int compareTo(Key other) {
            return Comparator.comparing(Key::value).thenComparingLong(Key::id).compare(this, other);
        }
    }

    /** From {@code cursor}, else from {@code sort_by} and {@code sort_direction}. */
    static Cursor of(Call call) {
        var text = call.query("cursor");
        if (text != null && !text.isEmpty()) {
            return decoded(text);
        }
        var field = call.query("sort_by");
        var direction = call.query("sort_direction");
        if (field != null && !FIELDS.contains(field)) {
            throw ApiError.badRequest("'sort_by' must be id, add_time or update_time");
        }
        if (direction != null && !Set.of("asc", "desc").contains(direction)) {
            throw ApiError.badRequest("'sort_direction' must be asc or desc");
        }
        return new Cursor(field == null ? "id" : field, "desc".equals(direction), null);
    }

    private static Cursor decoded(String text) {
        try {
            var json = new JsonObject(new String(Base64.getUrlDecoder().decode(text), UTF_8));
            return new Cursor(
                    json.getString("f"), json.getBoolean("d"), new Key(json.getString("v"), json.getLong("i")));
        } catch (IllegalArgumentException | DecodeException | ClassCastException | NullPointerException e) {
            throw ApiError.badRequest("'cursor' is not one that a list gave out");
        }
    }

    String after(JsonObject row) {
        var key = key(row);
        var json = new JsonObject()
                .put("f", field)
                .put("d", descending)
                .put("v", key.value())
                .put("i", key.id());
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(json.encode().getBytes(UTF_8));
    }

    Comparator<JsonObject> order() {
        Comparator<JsonObject> ascending = Comparator.comparing(this::key);
        return descending ? ascending.reversed() : ascending;
    }

    boolean isBehind(JsonObject row) {
        if (last == null) {
            return true;
        }
        var compared = key(row).compareTo(last);
        return descending ? compared < 0 : compared > 0;
    }

    private Key key(JsonObject row) {
        return new Key(field.equals("id") ? "" : row.getString(field), row.getLong("id"));
    }
}

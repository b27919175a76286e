package io.pipestream.sandbox;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** The list endpoints: v2's with cursors, v1's with start and limit. */
final class ListRoutes {

    static final int MOST_ROWS = 500;

    static final int USUAL_ROWS = 100;
    private static final List<String> LINKS = List.of(
            "owner_id", "person_id", "org_id", "organization_id", "deal_id", "user_id", "stage_id", "pipeline_id");

    private final Store store;
    private final ShapeV1 shapes;

    ListRoutes(Store store, ShapeV1 shapes) {
        this.store = store;
        this.shapes = shapes;
    }

    void add(Api v1, Api v2) {
        v2.get("/deals/archived", 20, call -> cursorPage(Entity.DEAL, call, deals(call, true)));
        for (var entity : Entity.values()) {
            v1.get('/' + entity.plural(), 20, call -> offsetPage(entity, call, listed(entity)));
            if (entity.isInV2()) {
                v2.get('/' + entity.plural(), 10, call -> cursorPage(entity, call, visible(entity, call)));
            }
        }
        v1.get("/leads/archived", 40, call -> offsetPage(Entity.LEAD, call, archived(true)));
    }

    private static Predicate<JsonObject> archived(boolean wanted) {
        return row -> !row.getBoolean("is_deleted", false) && row.getBoolean("is_archived", false) == wanted;
    }

    /** v1's list of leads leaves the archived ones out, its list of deals does not. */
    private static Predicate<JsonObject> listed(Entity entity) {
        return entity == Entity.LEAD ? archived(false) : row -> !row.getBoolean("is_deleted", false);
    }

    private static Predicate<JsonObject> visible(Entity entity, Call call) {
        return entity == Entity.DEAL ? deals(call, false) : row -> !row.getBoolean("is_deleted", false);
    }

    private static Predicate<JsonObject> deals(Call call, boolean archived) {
        var status = call.query("status");
        return row -> {
            var deleted = row.getBoolean("is_deleted", false);
            var wanted = "deleted".equals(status)
                    ? deleted
                    : !deleted
                            && (status == null || List.of(status.split(",", -1)).contains(row.getString("status")));
            return wanted && row.getBoolean("is_archived", false) == archived;
        };
    }

    private JsonObject cursorPage(Entity entity, Call call, Predicate<JsonObject> wanted) {
        var cursor = Cursor.of(call);
        var limit = limit(call);
        var rows =
                first(limit + 1, cursor.order(), matching(entity, call, wanted).filter(cursor::isBehind));
        var page = rows.subList(0, Math.min(limit, rows.size()));
        var data = new JsonArray();
        page.forEach(row -> data.add(ShapeV2.rest(shapes.fields(), entity, row)));
        var next = rows.size() > limit ? cursor.after(page.getLast()) : null;
        return Api.data(data).put("additional_data", new JsonObject().put("next_cursor", next));
    }

    /** The first of many in their order, without sorting them all. */
    private static List<JsonObject> first(int most, Comparator<JsonObject> order, Stream<JsonObject> rows) {
        var best = new PriorityQueue<>(most + 1, order.reversed());
        rows.forEach(row -> {
            if (best.size() < most) {
                best.add(row);
            } else if (order.compare(row, best.element()) < 0) {
                best.remove();
                best.add(row);
            }
        });
        return best.stream().sorted(order).toList();
    }

    static int limit(Call call) {
        var limit = call.query("limit", USUAL_ROWS);
        if (limit < 1 || limit > MOST_ROWS) {
            throw ApiError.badRequest("'limit' must be between 1 and " + MOST_ROWS);
        }
        return (int) limit;
    }

    private JsonObject offsetPage(Entity entity, Call call, Predicate<JsonObject> wanted) {
        var start = (int) call.query("start", 0);
        var limit = Math.clamp(call.query("limit", USUAL_ROWS), 1, MOST_ROWS);
        var rows = matching(entity, call, wanted)
                .sorted(v1Order(call.query("sort")))
                .toList();
        var data = new JsonArray();
        rows.stream().skip(start).limit(limit).forEach(row -> data.add(shapes.of(entity, row)));
        return Api.data(data).put("additional_data", pagination(start, limit, rows.size() > start + limit));
    }

    /** v1 sorts by a field and a direction in one text; only the times and the id are understood here. */
    private static Comparator<JsonObject> v1Order(@Nullable String sort) {
        var words = (sort == null ? "id ASC" : sort).strip().split("\\s+", -1);
        var known = Map.of("id", "id", "add_time", "add_time", "update_time", "update_time");
        return new Cursor(known.getOrDefault(words[0], "id"), words[words.length - 1].equalsIgnoreCase("DESC"), null)
                .order();
    }

    private Stream<JsonObject> matching(Entity entity, Call call, Predicate<JsonObject> wanted) {
        var since = time(entity, call, "updated_since", "0000");
        // products are the one v2 list without an upper bound
        var until = entity == Entity.PRODUCT ? "9999" : time(entity, call, "updated_until", "9999");
        var ids = call.query("ids");
        var rows = store.all(entity.word()).stream().filter(wanted).filter(row -> {
            var updated = row.getString("update_time");
            return updated.compareTo(since) >= 0 && updated.compareTo(until) < 0;
        });
        if (ids != null) {
            var chosen = Values.ids("ids", ids);
            rows = rows.filter(row -> chosen.contains(row.getLong("id")));
        }
        for (var link : LINKS) {
            var text = call.query(link);
            if (text != null) {
                var id = Values.id(link, text);
                rows = rows.filter(row -> row.getValue(link) instanceof Number number && number.longValue() == id);
            }
        }
        return rows;
    }

    /** Kept times have one form, so their text sorts as the times do. */
    private static String time(Entity entity, Call call, String name, String otherwise) {
        var text = call.query(name);
        return text == null ? otherwise : entity.time(Instant.parse(Values.time(name, text)));
    }

    static JsonObject pagination(int start, int limit, boolean more) {
        var page = new JsonObject().put("start", start).put("limit", limit).put("more_items_in_collection", more);
        return new JsonObject().put("pagination", more ? page.put("next_start", start + limit) : page);
    }
}

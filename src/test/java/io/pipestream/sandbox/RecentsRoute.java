package io.pipestream.sandbox;

import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v1/recents}: what changed after a time, in v1's shapes, deleted records included. Strictly after, by
 * whole seconds, in the order of the change: Pipedrive leaves both open, and this is the less forgiving reading.
 */
final class RecentsRoute {

    private static final Period REACHES_BACK = Period.ofMonths(1);
    private static final int USUAL_ROWS = 100;

    private final Store store;
    private final ShapeV1 shapes;
    private final SandboxOptions options;
    private @Nullable Found found;

    RecentsRoute(Store store, ShapeV1 shapes, SandboxOptions options) {
        this.store = store;
        this.shapes = shapes;
        this.options = options;
    }

    void add(Api v1) {
        v1.get("/recents", 20, this::page);
    }

    private record Row(Entity entity, JsonObject kept) {

        String updated() {
            return kept.getString("update_time");
        }
    }

    private JsonObject page(Call call) {
        var since = since(call.query("since_timestamp"));
        var start = (int) call.query("start", 0);
        var limit = Math.clamp(call.query("limit", USUAL_ROWS), 1, ListRoutes.MOST_ROWS);
        var rows = changedAfter(since, items(call.query("items")));
        var page = rows.stream().skip(start).limit(limit).toList();
        var data = new JsonArray();
        for (var row : page) {
            data.add(new JsonObject()
                    .put("item", row.entity().word())
                    .put("id", row.kept().getLong("id"))
                    .put("data", shapes.of(row.entity(), row.kept())));
        }
        var additional = ListRoutes.pagination(start, limit, rows.size() > start + limit)
                .put("since_timestamp", Times.v1(since))
                .put(
                        "last_timestamp_on_page",
                        page.isEmpty() ? null : Times.v1(page.getLast().updated()));
        return Api.data(data.isEmpty() ? null : data).put("additional_data", additional);
    }

    /** Moved up silently when it lies further back than Pipedrive remembers. */
    private String since(@Nullable String text) {
        if (text == null) {
            throw ApiError.badRequest("'since_timestamp' is required");
        }
        var earliest = Times.seconds(options.clock()
                .instant()
                .atOffset(ZoneOffset.UTC)
                .minus(REACHES_BACK)
                .toInstant());
        var asked = Values.time("since_timestamp", text);
        return asked.compareTo(earliest) < 0 ? earliest : asked;
    }

    /** Kinds that exist at Pipedrive but never change here find nothing. */
    private static List<Entity> items(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return Arrays.stream(Entity.values()).filter(Entity::isInRecents).toList();
        }
        return Values.list(text).stream()
                .flatMap(name -> Entity.named(name.toString()).stream())
                .filter(Entity::isInRecents)
                .toList();
    }

    /** What one question found, good until something changes: the pages of a long answer ask it again and again. */
    private record Found(String since, List<Entity> entities, long version, List<Row> rows) {

        boolean answers(String otherSince, List<Entity> otherEntities, long now) {
            return version == now && since.equals(otherSince) && entities.equals(otherEntities);
        }
    }

    private List<Row> changedAfter(String since, List<Entity> entities) {
        var known = found;
        if (known != null && known.answers(since, entities, store.version())) {
            return known.rows();
        }
        var rows = sorted(since, entities);
        found = new Found(since, entities, store.version(), rows);
        return rows;
    }

    private List<Row> sorted(String since, List<Entity> entities) {
        var rows = new ArrayList<Row>();
        for (var entity : entities) {
            store.all(entity.word()).stream()
                    .filter(kept -> kept.getString("update_time").compareTo(since) > 0)
                    .forEach(kept -> rows.add(new Row(entity, kept)));
        }
        rows.sort(Comparator.comparing(Row::updated)
                .thenComparing(Row::entity)
                .thenComparingLong(row -> row.kept().getLong("id")));
        return rows;
    }
}

package io.pipestream.pipedrive;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Set;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A page of {@code GET /v1/recents}. Pages are counted by offset in a list whose order is not documented and which moves
 * while it is read: a row that changes in between leaves its place, and all behind it move up. So a page begins some
 * rows before the end of the one before.
 *
 * @param objects  none means all
 * @param position an offset; empty at the start
 */
record RecentsRequest(Instant since, Set<String> objects, String position, int limit) {

    static final int COST = 20;

    /** As many changes between two pages lose nothing. */
    private static final int OVERLAP = 10;

    RecentsRequest {
        limit = Math.clamp(limit, 1, RowReader.MOST_ROWS);
    }

    Call call() {
        var query = new LinkedHashMap<String, String>();
        query.put("since_timestamp", RowReader.V1_TIME.format(since));
        if (!objects.isEmpty()) {
            query.put("items", String.join(",", new TreeSet<>(objects)));
        }
        query.put("start", Integer.toString(start()));
        query.put("limit", Integer.toString(limit));
        return Call.get("/v1/recents", query, COST);
    }

    Page read(ObjectNode answer) {
        var next = RowReader.nextStart(answer, start(), limit);
        return new Page(
                RowReader.rows(answer, RecentsRequest::row),
                next == null ? null : Integer.toString(Math.max(start() + 1, next - Math.min(OVERLAP, limit / 10))),
                RowReader.time(answer.path("additional_data"), "last_timestamp_on_page"));
    }

    private static Row row(JsonNode item) {
        var data = RowReader.record(item.path("data"));
        var id = RowReader.text(item, "id");
        return new Row(
                item.path("item").asText(),
                id == null && data != null ? RowReader.text(data, "id") : id,
                data,
                Shape.V1);
    }

    private int start() {
        return position.isEmpty() ? 0 : Integer.parseInt(position);
    }
}

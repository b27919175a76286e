package io.pipestream.pipedrive;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list, in the order of change. v2 hands out cursors. v1 has offsets only, and a row that changes meanwhile
 * moves to the end and all behind it one up; so there a page begins anew at the second of the last row, and an offset is
 * used only while a whole page is of one second.
 *
 * @param since    inclusive, in whole seconds
 * @param until    exclusive; null for none
 * @param position empty at the start; a cursor in v2, {@code {epoch second}:{offset}} in v1
 */
record ListRequest(Listing listing, Instant since, @Nullable Instant until, String position, int limit) {

    ListRequest {
        limit = Math.clamp(limit, 1, RowReader.MOST_ROWS);
    }

    /** Where a page of a v1 list begins. */
    private record Place(Instant since, int start) {

        static Place parse(String text) {
            var parts = text.split(":", -1);
            return new Place(Instant.ofEpochSecond(Long.parseLong(parts[0])), Integer.parseInt(parts[1]));
        }

        @Override
        public String toString() {
            return since.getEpochSecond() + ":" + start;
        }
    }

    Call call() {
        return Call.get(listing.path(), isV1() ? v1Query() : v2Query(), listing.cost());
    }

    private Map<String, String> v1Query() {
        var query = new LinkedHashMap<String, String>();
        query.put("updated_since", place().since().toString());
        query.put("sort", "update_time ASC");
        query.put("start", Integer.toString(place().start()));
        query.put("limit", Integer.toString(limit));
        return query;
    }

    private Map<String, String> v2Query() {
        var query = new LinkedHashMap<String, String>();
        query.put("updated_since", since.truncatedTo(ChronoUnit.SECONDS).toString());
        if (until != null && listing.filtersUntil()) {
            query.put("updated_until", nextWholeSecond(until).toString());
        }
        if (listing == Listing.DELETED_DEALS) {
            query.put("status", "deleted");
        }
        query.put("sort_by", "update_time");
        query.put("sort_direction", "asc");
        query.put("limit", Integer.toString(limit));
        if (!position.isEmpty()) {
            query.put("cursor", position);
        }
        return query;
    }

    Page read(ObjectNode answer) {
        var rows = RowReader.rows(answer, row -> {
            var data = RowReader.record(row);
            return new Row(listing.object(), data == null ? null : RowReader.text(data, "id"), data, listing.shape());
        });
        var next = isV1() ? nextPlace(answer, rows) : RowReader.text(answer.path("additional_data"), "next_cursor");
        if (until == null || listing.filtersUntil()) {
            return new Page(rows, next, null);
        }
        var inTime = rows.stream().filter(row -> !isAfter(row, until)).toList();
        var isPast = !rows.isEmpty() && isAfter(rows.getLast(), until);
        return new Page(inTime, isPast ? null : next, null);
    }

    private @Nullable String nextPlace(ObjectNode answer, List<Row> rows) {
        var place = place();
        var nextStart = RowReader.nextStart(answer, place.start(), limit);
        if (nextStart == null) {
            return null;
        }
        var last = rows.isEmpty() ? null : changed(rows.getLast());
        var second = last == null ? place.since() : last.truncatedTo(ChronoUnit.SECONDS);
        return (second.isAfter(place.since()) ? new Place(second, 0) : new Place(place.since(), nextStart)).toString();
    }

    private Place place() {
        return position.isEmpty() ? new Place(since.truncatedTo(ChronoUnit.SECONDS), 0) : Place.parse(position);
    }

    private boolean isV1() {
        return listing.shape() == Shape.V1;
    }

    private static boolean isAfter(Row row, Instant until) {
        var changed = changed(row);
        return changed != null && !changed.isBefore(until);
    }

    private static @Nullable Instant changed(Row row) {
        return row.data() == null ? null : RowReader.time(row.data(), "update_time");
    }

    private static Instant nextWholeSecond(Instant time) {
        var whole = time.truncatedTo(ChronoUnit.SECONDS);
        return whole.equals(time) ? whole : whole.plusSeconds(1);
    }
}

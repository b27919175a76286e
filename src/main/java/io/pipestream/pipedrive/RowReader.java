package io.pipestream.pipedrive;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Reads what lists have in common, and bears what Pipedrive is known to send in place of what it documents. */
final class RowReader {

    static final int MOST_ROWS = 500;

    /** v1's way to write a time; always UTC. */
    static final DateTimeFormatter V1_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    private RowReader() {}

    /** No rows if {@code data} is null or missing. */
    static List<Row> rows(ObjectNode answer, Function<JsonNode, Row> reader) {
        var rows = new ArrayList<Row>();
        if (answer.path("data").isArray()) {
            answer.get("data").forEach(row -> rows.add(reader.apply(row)));
        }
        return rows;
    }

    /** The record; users come as a list of one. Null if it is anything else. */
    static @Nullable ObjectNode record(JsonNode node) {
        var record = node.isArray() ? node.path(0) : node;
        return record instanceof ObjectNode object ? object : null;
    }

    static @Nullable String text(JsonNode node, String field) {
        return node.hasNonNull(field) ? node.get(field).asText() : null;
    }

    /** Where v1's next page starts, also if {@code next_start} is missing though there is more; null on the last. */
    static @Nullable Integer nextStart(ObjectNode answer, int start, int limit) {
        var page = answer.path("additional_data").path("pagination");
        var next = page.path("next_start");
        if (!page.path("more_items_in_collection").asBoolean(next.isNumber())) {
            return null;
        }
        var following = next.isNumber() ? next.asInt() : start + limit;
        return following > start ? following : null;
    }

    /** In v1's form or in RFC 3339; null for anything else. */
    static @Nullable Instant time(JsonNode node, String field) {
        var text = node.path(field).asText();
        try {
            return text.contains("T")
                    ? Instant.parse(text)
                    : LocalDateTime.parse(text, V1_TIME).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return null;
        }
    }
}

package io.pipestream.pipedrive;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list of definitions. Takes v1's names for v2's, and leaves out what has no key.
 *
 * @param position empty at the start; a cursor
 */
record DefinitionRequest(DefinitionList list, String position) {

    Call call() {
        if (!list.isPaged()) {
            return Call.get(list.path(), list.cost());
        }
        var query = new LinkedHashMap<String, String>();
        query.put("limit", Integer.toString(RowReader.MOST_ROWS));
        if (!position.isEmpty()) {
            query.put("cursor", position);
        }
        return Call.get(list.path(), query, list.cost());
    }

    Definition.Page read(ObjectNode answer) {
        var definitions = new ArrayList<Definition>();
        for (var row : answer.path("data")) {
            var definition = definition(row);
            if (definition != null) {
                definitions.add(definition);
            }
        }
        return new Definition.Page(
                definitions, list.isPaged() ? RowReader.text(answer.path("additional_data"), "next_cursor") : null);
    }

    private @Nullable Definition definition(JsonNode row) {
        var key = list.isFields() ? first(row, "field_code", "key") : first(row, "id");
        if (key == null) {
            return null;
        }
        var name = first(row, "field_name", "name");
        return new Definition(
                key,
                name == null ? key : name,
                list.isFields() ? first(row, "field_type") : null,
                list.isFields() ? options(row.path("options")) : List.of(),
                time(row, "add_time", "created"),
                time(row, "update_time", "modified"));
    }

    private static List<Definition.Option> options(JsonNode rows) {
        var options = new ArrayList<Definition.Option>();
        for (var row : rows) {
            var id = first(row, "id");
            var label = first(row, "label");
            if (id != null && label != null) {
                options.add(new Definition.Option(id, label, time(row, "add_time"), time(row, "update_time")));
            }
        }
        return options;
    }

    /** The first of these that has a value, as any store can hold it; null if none has. */
    private static @Nullable String first(JsonNode row, String... names) {
        for (var name : names) {
            var text = RowReader.text(row, name);
            if (text != null && !text.isBlank()) {
                return new String(text.getBytes(UTF_8), UTF_8).replace('\0', '\uFFFD');
            }
        }
        return null;
    }

    private static @Nullable Instant time(JsonNode row, String... names) {
        for (var name : names) {
            var time = RowReader.time(row, name);
            if (time != null) {
                return time;
            }
        }
        return null;
    }
}

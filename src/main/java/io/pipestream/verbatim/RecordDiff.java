package io.pipestream.verbatim;

import java.io.StringReader;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;

/** What makes one record of another, as a JSON Patch (RFC 6902). */
final class RecordDiff {

    /** Of two lists the library compares every item with every other, in memory. */
    private static final int LONGEST_LIST = 1_000;

    private RecordDiff() {}

    /** An empty patch if both say the same; the order of members says nothing. */
    static JsonNode of(String stored, String fresh) {
        var from = read(stored);
        var to = read(fresh);
        var patch = hasLongList(from) || hasLongList(to)
                ? byMember(from, to)
                : Json.createDiff(from, to).toJsonArray();
        return Trees.read(patch.toString());
    }

    /** Coarse: what differs at the top is replaced as a whole. */
    private static JsonArray byMember(JsonObject from, JsonObject to) {
        JsonArrayBuilder patch = Json.createArrayBuilder();
        from.keySet().stream()
                .filter(name -> !to.containsKey(name))
                .forEach(name ->
                        patch.add(Json.createObjectBuilder().add("op", "remove").add("path", pointer(name))));
        to.forEach((name, value) -> {
            if (!value.equals(from.get(name))) {
                patch.add(Json.createObjectBuilder()
                        .add("op", from.containsKey(name) ? "replace" : "add")
                        .add("path", pointer(name))
                        .add("value", value));
            }
        });
        return patch.build();
    }

    private static String pointer(String name) {
        return '/' + Json.encodePointer(name);
    }

    private static boolean hasLongList(JsonValue value) {
        return switch (value) {
            case JsonObject object -> object.values().stream().anyMatch(RecordDiff::hasLongList);
            case JsonArray list -> list.size() > LONGEST_LIST || list.stream().anyMatch(RecordDiff::hasLongList);
            default -> false;
        };
    }

    private static JsonObject read(String json) {
        try (var reader = Json.createReader(new StringReader(json))) {
            JsonStructure structure = reader.read();
            return structure.asJsonObject();
        }
    }
}

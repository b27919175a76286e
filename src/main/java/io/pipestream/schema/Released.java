package io.pipestream.schema;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** The released schemas, which are files of the build. {@code ./pipestream schemas --release} writes them. */
final class Released {

    static final String FOLDER = "/schema/released";

    private static final Map<String, Integer> VERSIONS = readVersions();

    private Released() {}

    /** The version that events name today; 1 of a schema that is not released yet. */
    static int version(String name) {
        return VERSIONS.getOrDefault(name, 1);
    }

    /** Every released schema and its newest version. */
    static SortedMap<String, Integer> versions() {
        return new TreeMap<>(VERSIONS);
    }

    /** The schema as it was released; null if it was not. */
    static @Nullable ObjectNode document(String name, int version) {
        boolean isReleased = version >= 1 && version <= VERSIONS.getOrDefault(name, 0);
        return isReleased ? Resources.json(FOLDER + '/' + file(name, version)) : null;
    }

    static String file(String name, int version) {
        return name + "/v" + version + ".json";
    }

    /**
     * Takes back what a released version does not promise: a member that it does not require is not required, for records
     * that name this version may have been written before there was such a member.
     */
    static void keepPromise(JsonNode schema, JsonNode released) {
        if (schema.get("required") instanceof ArrayNode required && released.has("properties")) {
            var promised = new HashMap<String, Boolean>();
            released.path("required").forEach(name -> promised.put(name.asText(), true));
            for (int i = required.size() - 1; i >= 0; i--) {
                if (!promised.containsKey(required.get(i).asText())) {
                    required.remove(i);
                }
            }
            if (required.isEmpty() && schema instanceof ObjectNode object) {
                object.remove("required");
            }
        }
        for (var member : schema.properties()) {
            if (member.getValue().isObject() && released.path(member.getKey()).isObject()) {
                keepPromise(member.getValue(), released.get(member.getKey()));
            }
        }
    }

    private static Map<String, Integer> readVersions() {
        var index = Resources.json(FOLDER + "/index.json");
        var versions = new HashMap<String, Integer>();
        if (index != null) {
            index.properties()
                    .forEach(entry ->
                            versions.put(entry.getKey(), entry.getValue().intValue()));
        }
        return Map.copyOf(versions);
    }
}

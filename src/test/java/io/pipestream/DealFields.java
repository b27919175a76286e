package io.pipestream;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import io.pipestream.support.VirtualPipedrive;

/** The custom fields that deals have at Pipedrive, as somebody there changes them. */
final class DealFields {

    private static final int KEY_LENGTH = 40;

    private DealFields() {}

    static List<JsonNode> all() {
        return VirtualPipedrive.control("GET", "/fields/deal", "")
                .path("data")
                .valueStream()
                .filter(field -> field.path("key").asText().length() == KEY_LENGTH)
                .toList();
    }

    /** @param options labels as a JSON array */
    static JsonNode add(String name, String type, String options) {
        return VirtualPipedrive.control(
                "POST",
                "/fields/deal",
                "{\"name\": \"%s\", \"type\": \"%s\", \"options\": %s}".formatted(name, type, options));
    }

    static void rename(String key, String name) {
        change(key, "{\"name\": \"" + name + "\"}");
    }

    /** Changes the label of the first of two options. */
    static void relabel(JsonNode field, String label) {
        var options = field.path("options");
        change(
                field.path("key").asText(),
                "{\"options\": [{\"id\": %s, \"label\": \"%s\"}, {\"id\": %s, \"label\": \"No\"}]}"
                        .formatted(
                                options.path(0).path("id").asText(),
                                label,
                                options.path(1).path("id").asText()));
    }

    static void change(String key, String json) {
        VirtualPipedrive.control("PATCH", "/fields/deal/" + key, json);
    }
}

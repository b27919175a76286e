package io.pipestream.cli;

import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What stands behind {@code --override}. */
final class Fields {

    private Fields() {}

    /** As JSON where a value can be read as such, so that numbers are numbers. */
    static ObjectNode of(Map<String, String> overrides) {
        var fields = Api.JSON.createObjectNode();
        overrides.forEach((name, value) -> {
            try {
                fields.set(name, Api.JSON.readTree(value.isEmpty() ? "\"\"" : value));
            } catch (JsonProcessingException notJson) {
                fields.put(name, value);
            }
        });
        return fields;
    }
}

package io.pipestream.normalise;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** An address in parts: v1 spreads them over flat companions of the field, v2 and REST keep them in one object. */
final class Address {

    /** The parts beside {@code value}, in canonical order. */
    static final List<String> PARTS = List.of(
            "formatted_address",
            "street_number",
            "route",
            "subpremise",
            "sublocality",
            "locality",
            "admin_area_level_1",
            "admin_area_level_2",
            "country",
            "postal_code");

    private Address() {}

    /** The canonical address of a text or an object, null node if it has no part, null if it is neither. */
    static @Nullable JsonNode read(JsonNode raw) {
        if (raw.isTextual()) {
            return nothingIfEmpty(empty().put("value", raw.textValue()));
        }
        if (!raw.isObject()) {
            return null;
        }
        var address = empty().put("value", Values.nonBlank(raw.get("value")));
        PARTS.forEach(part -> address.put(part, Values.nonBlank(raw.get(part))));
        return nothingIfEmpty(address);
    }

    /** Adds v1's companions of the field of this name to what the field itself says. */
    static JsonNode withCompanions(JsonNode address, String field, ObjectNode source) {
        var whole = address instanceof ObjectNode object ? object : empty().putNull("value");
        for (var part : PARTS) {
            var companion = Values.nonBlank(source.get(field + '_' + part));
            if (companion != null) {
                whole.put(part, companion);
            }
        }
        return nothingIfEmpty(whole);
    }

    private static ObjectNode empty() {
        var address = JsonNodeFactory.instance.objectNode().putNull("value");
        PARTS.forEach(address::putNull);
        return address;
    }

    private static JsonNode nothingIfEmpty(ObjectNode address) {
        for (var part : address) {
            if (!part.isNull()) {
                return address;
            }
        }
        return NullNode.instance;
    }
}

package io.pipestream.normalise;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.jspecify.annotations.Nullable;

/** The fields that hold several values. Each reader answers null if any part of the raw value is not what it should be. */
final class Lists {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Lists() {}

    /** Ids as a list, joined with commas, or a single one; each as text. */
    static @Nullable ArrayNode ids(JsonNode raw) {
        var ids = NODES.arrayNode();
        if (raw.isTextual()) {
            for (var part : raw.textValue().split(",", -1)) {
                if (!part.isBlank()) {
                    ids.add(part.strip());
                }
            }
            return ids;
        }
        for (var item : raw.isArray() ? raw : List.of(raw)) {
            var id = Values.id(item);
            if (id == null) {
                return null;
            }
            ids.add(id);
        }
        return ids;
    }

    /** Entries of value, label and primary; v1's placeholder entries with a blank value are left out. */
    static @Nullable ArrayNode contacts(JsonNode raw) {
        var contacts = NODES.arrayNode();
        for (var item : raw.isArray() ? raw : List.of(raw)) {
            var value = item.isObject() ? item.path("value") : item;
            var text = Values.text(value);
            if (text == null && !value.isNull()) {
                return null;
            }
            if (text != null && !text.isBlank()) {
                var primary = Values.bool(item.get("primary"));
                contacts.addObject()
                        .put("value", text)
                        .put("label", Values.nonBlank(item.get("label")))
                        .put("primary", primary != null && primary);
            }
        }
        return contacts;
    }

    /** One price per currency. What v1 calls overhead cost is v2's direct cost. */
    static @Nullable ArrayNode prices(JsonNode raw) {
        if (!raw.isContainerNode()) {
            return null;
        }
        var prices = NODES.arrayNode();
        for (var item : raw) { // of an object the values: old captures key them by currency
            if (!item.isObject()) {
                return null;
            }
            var price = prices.addObject().put("currency", Values.text(item.get("currency")));
            price.set("price", number(item, "price", "price"));
            price.set("cost", number(item, "cost", "cost"));
            price.set("direct_cost", number(item, "direct_cost", "overhead_cost"));
            price.put("notes", Values.nonBlank(item.get("notes")));
        }
        return prices;
    }

    private static JsonNode number(JsonNode item, String name, String otherName) {
        var value = Values.decimal(item.has(name) ? item.get(name) : item.get(otherName));
        return value == null ? NODES.nullNode() : Values.number(value);
    }
}

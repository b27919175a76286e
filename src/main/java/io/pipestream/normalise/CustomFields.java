package io.pipestream.normalise;

import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The custom fields of a record, one shape whatever the source: key to {@code value} and the companions that are set,
 * all text, sorted by key. Reads v1's flat keys with suffixed companions, webhook v2's typed objects, REST v2's untyped
 * ones and bare values alike. A field that is not set has no entry: whether an unset field is null or absent depends on
 * the path.
 */
final class CustomFields {

    private static final int KEY_LENGTH = 40;

    private CustomFields() {}

    /** Whether this is a custom field's key, or one of v1's companions of it. */
    static boolean isKey(String name) {
        if (name.length() < KEY_LENGTH || (name.length() > KEY_LENGTH && name.charAt(KEY_LENGTH) != '_')) {
            return false;
        }
        for (int i = 0; i < KEY_LENGTH; i++) {
            char c = name.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    /** The custom fields that are set. */
    static ObjectNode whole(ObjectNode raw, Leftover leftover) {
        var set = reported(raw, leftover);
        set.properties().removeIf(entry -> entry.getValue().isNull());
        return set;
    }

    /** The custom fields spoken of; a null for one that is not set. */
    static ObjectNode reported(ObjectNode raw, Leftover leftover) {
        var fields = new TreeMap<String, JsonNode>();
        var kept = raw.get(RecordShape.CUSTOM_FIELDS);
        if (kept instanceof ObjectNode typed) {
            readTyped(typed, fields, leftover);
        } else if (kept != null && !kept.isNull()) {
            leftover.keep(RecordShape.CUSTOM_FIELDS, kept);
            leftover.isOfAnotherType(RecordShape.CUSTOM_FIELDS, kept);
        }
        readFlat(raw, fields, leftover);
        return JsonNodeFactory.instance.objectNode().setAll(fields);
    }

    private static void readTyped(ObjectNode typed, Map<String, JsonNode> fields, Leftover leftover) {
        for (var entry : typed.properties()) {
            var value = entry.getValue();
            var field = CustomValue.read(value);
            fields.put(entry.getKey(), field == null ? NullNode.instance : field.canonical());
            var unknown = CustomValue.unknownMember(value);
            if (unknown != null) {
                // Not the key: every field of every account would be drift of its own.
                leftover.isNew(RecordShape.CUSTOM_FIELDS + ".*." + unknown, value.path(unknown));
            }
            if (field == null) {
                leftover.isOfAnotherType(RecordShape.CUSTOM_FIELDS + ".*", value);
            }
            if (field == null || unknown != null) {
                leftover.keep(RecordShape.CUSTOM_FIELDS, entry.getKey(), value);
            }
        }
    }

    private static void readFlat(ObjectNode raw, Map<String, JsonNode> fields, Leftover leftover) {
        var flat = new TreeMap<String, CustomValue>();
        for (var entry : raw.properties()) {
            var name = entry.getKey();
            if (!isKey(name)) {
                continue;
            }
            var value = entry.getValue();
            boolean isRead = name.length() == KEY_LENGTH
                    ? mergeMain(flat, name, value)
                    : addCompanion(flat, name.substring(0, KEY_LENGTH), name.substring(KEY_LENGTH + 1), value);
            if (!isRead && !value.isNull()) {
                leftover.keep(name, value);
                leftover.isOfAnotherType(RecordShape.CUSTOM_FIELDS + ".*" + name.substring(KEY_LENGTH), value);
            }
        }
        flat.forEach((key, value) -> fields.put(key, value.canonical()));
    }

    private static boolean mergeMain(Map<String, CustomValue> flat, String key, JsonNode raw) {
        var value = CustomValue.read(raw);
        var field = flat.computeIfAbsent(key, unused -> new CustomValue());
        if (value == null) {
            return false;
        }
        field.addAll(value);
        return CustomValue.unknownMember(raw) == null;
    }

    private static boolean addCompanion(Map<String, CustomValue> flat, String key, String companion, JsonNode raw) {
        var field = flat.computeIfAbsent(key, unused -> new CustomValue());
        return field.add(companion, raw);
    }
}

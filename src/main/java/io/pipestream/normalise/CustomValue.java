package io.pipestream.normalise;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** One custom field's value while it is put together; v1 brings it in pieces, in any order. */
final class CustomValue {

    /** What may stand beside a value, in canonical order. */
    static final List<String> COMPANIONS = Stream.concat(
                    Stream.of("currency", "until", "timezone_id", "timezone_name"), Address.PARTS.stream())
            .toList();

    /** Companions that describe a value and say nothing without one: an empty amount keeps its currency in v1. */
    private static final Set<String> DESCRIBING = Set.of("currency", "timezone_id", "timezone_name");

    private static final Set<String> VALUE_NAMES = Set.of("type", "value", "id", "from", "values");

    private @Nullable String value;
    private final ObjectNode companions = JsonNodeFactory.instance.objectNode();

    /** The value of a bare or typed raw value, or null if it is of no shape we know. */
    static @Nullable CustomValue read(JsonNode raw) {
        var field = new CustomValue();
        if (raw.isObject()) {
            boolean isRead = field.addValue(valueMember(raw));
            COMPANIONS.forEach(name -> field.add(name, raw.path(name)));
            return isRead ? field : null;
        }
        return field.addValue(raw) ? field : null;
    }

    /** The first member of a typed value that the canonical one has no place for; null if there is none. */
    static @Nullable String unknownMember(JsonNode raw) {
        if (raw.isObject()) {
            for (var member : raw.properties()) {
                var name = member.getKey();
                if (!VALUE_NAMES.contains(name) && !COMPANIONS.contains(name)) {
                    return name;
                }
            }
        }
        return null;
    }

    /** Takes a companion; false if there is no such companion or it is not a single value. */
    boolean add(String companion, JsonNode raw) {
        var text = Values.nonBlank(raw);
        if (text == null || !COMPANIONS.contains(companion)) {
            return COMPANIONS.contains(companion) && !raw.isContainerNode();
        }
        companions.put(companion, text);
        return true;
    }

    void addAll(CustomValue other) {
        value = other.value;
        companions.setAll(other.companions);
    }

    /** The canonical entry, or a null node if the field is not set. */
    JsonNode canonical() {
        var entry = JsonNodeFactory.instance.objectNode().put("value", value);
        boolean isSet = value != null;
        for (var name : COMPANIONS) {
            var companion = companions.get(name);
            if (companion != null) {
                entry.set(name, companion);
                isSet |= !DESCRIBING.contains(name);
            }
        }
        return isSet ? entry : NullNode.instance;
    }

    private boolean addValue(JsonNode raw) {
        if (raw.isArray()) {
            var ids = Lists.ids(raw);
            value = ids == null || ids.isEmpty()
                    ? null
                    : ids.valueStream().map(JsonNode::textValue).collect(Collectors.joining(","));
            return ids != null;
        }
        value = Values.nonBlank(raw);
        return !raw.isObject();
    }

    private static JsonNode valueMember(JsonNode raw) {
        for (var name : List.of("value", "id", "from", "values")) {
            var member = raw.get(name);
            if (member != null && !member.isNull()) {
                return member;
            }
        }
        return NullNode.instance;
    }
}

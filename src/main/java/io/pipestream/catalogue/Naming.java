package io.pipestream.catalogue;

import java.time.Instant;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipestream.event.NamedId;
import io.pipestream.event.Observation;
import org.jspecify.annotations.Nullable;

/**
 * Puts names beside the keys and ids of an observation: pure, and all that was there stays as it was. The observation
 * that is given is not changed.
 */
final class Naming {

    private static final String CUSTOM_FIELDS = "custom_fields";

    /** The same fields under their names. */
    static final String BY_NAME = "custom_fields_by_name";

    /** In {@code meta}: whether every custom field of the object has its name, and every option its label. */
    static final String MARK = "custom_fields_named";

    private final Lookup lookup;
    private final Map<String, NamedId> ids;
    private boolean isComplete = true;

    private Naming(Lookup lookup, Map<String, NamedId> ids) {
        this.lookup = lookup;
        this.ids = ids;
    }

    /** What came of it. */
    record Named(Observation observation, Lookup lookup, boolean isComplete) {}

    /** @param at the time whose names are wanted */
    static Named name(Observation observation, Names names, Instant at) {
        var object = observation.record().object();
        var lookup = new Lookup(names, object, at);
        var naming = new Naming(lookup, NamedId.of(object));
        var named = naming.whole(observation.object());
        boolean isComplete = naming.isComplete;
        var former = observation.previous();
        var previous = former == null ? null : naming.record(former, null);
        var meta = observation.meta();
        if (named.get(CUSTOM_FIELDS) instanceof ObjectNode) {
            meta = copy(meta).put(MARK, isComplete);
        }
        return new Named(observation.named(named, previous, meta), lookup, isComplete);
    }

    private ObjectNode whole(ObjectNode object) {
        var byName = object.get(CUSTOM_FIELDS) instanceof ObjectNode ? JsonNodeFactory.instance.objectNode() : null;
        var named = record(object, byName);
        if (object.has(CUSTOM_FIELDS)) {
            named.set(BY_NAME, byName); // set() writes none as null
        }
        return named;
    }

    /** @param byName takes the custom fields by name; null where they are not wanted so */
    private ObjectNode record(ObjectNode record, @Nullable ObjectNode byName) {
        var named = JsonNodeFactory.instance.objectNode();
        for (var entry : record.properties()) {
            var name = entry.getKey();
            var value = entry.getValue();
            if (name.equals(CUSTOM_FIELDS) && value instanceof ObjectNode fields) {
                named.set(name, customFields(fields, byName));
                continue;
            }
            named.set(name, value);
            var id = ids.get(name);
            if (id != null) {
                named.set(id.beside(), id.isMany() ? names(id, value) : text(nameOf(id, value)));
            }
        }
        return named;
    }

    private @Nullable String nameOf(NamedId field, JsonNode id) {
        return id.isTextual() ? lookup.name(field, id.textValue()) : null;
    }

    private JsonNode names(NamedId field, JsonNode ids) {
        if (!ids.isArray()) {
            return JsonNodeFactory.instance.nullNode();
        }
        var names = JsonNodeFactory.instance.arrayNode(ids.size());
        ids.forEach(id -> names.add(text(nameOf(field, id))));
        return names;
    }

    private ObjectNode customFields(ObjectNode fields, @Nullable ObjectNode byName) {
        var named = JsonNodeFactory.instance.objectNode();
        for (var entry : fields.properties()) {
            var key = entry.getKey();
            if (!(entry.getValue() instanceof ObjectNode field)) {
                named.set(key, entry.getValue()); // was not set
                continue;
            }
            var found = lookup.field(key);
            if (found == null) {
                isComplete = false;
                named.set(key, field);
                continue;
            }
            var withName = labelled(copy(field).put("name", found.version().name()), found, key);
            named.set(key, withName);
            if (byName != null) {
                var listedAs = byName.has(found.listedAs())
                        ? Glossary.listed(found.version().name(), key)
                        : found.listedAs();
                byName.set(listedAs, withKey(key, withName));
            }
        }
        return named;
    }

    private static ObjectNode withKey(String key, ObjectNode withName) {
        ObjectNode withKey =
                JsonNodeFactory.instance.objectNode().put("key", key).setAll(withName);
        withKey.remove("name");
        return withKey;
    }

    private ObjectNode labelled(ObjectNode field, Glossary.Found found, String key) {
        var type = found.version().type();
        var value = field.path("value").textValue();
        field.put("type", type);
        if (value == null || type == null) {
            return field;
        }
        switch (type) {
            case "enum" -> field.set("label", text(seen(lookup.option(found, key, value))));
            case "set" -> {
                var labels = field.putArray("labels");
                for (var id : value.split(",", -1)) {
                    labels.add(text(seen(lookup.option(found, key, id))));
                }
            }
            case "user" -> field.set("label", text(seen(lookup.user(value))));
            default -> {}
        }
        return field;
    }

    private @Nullable String seen(@Nullable String label) {
        isComplete &= label != null;
        return label;
    }

    private static JsonNode text(@Nullable String text) {
        return text == null ? JsonNodeFactory.instance.nullNode() : JsonNodeFactory.instance.textNode(text);
    }

    /** Shallow: what is in it is not changed by anybody. */
    private static ObjectNode copy(ObjectNode node) {
        return JsonNodeFactory.instance.objectNode().setAll(node);
    }
}

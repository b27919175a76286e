package io.pipestream.schema;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipestream.event.Action;
import io.pipestream.event.EventType;
import io.pipestream.normalise.Catalogue;

/** A value as a schema describes it, put together from the examples of its fields. */
final class Sample {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final String CUSTOM_FIELD_KEY = "c0ffee0000000000000000000000000000000005";

    private final JsonNode definitions;

    private Sample(ObjectNode schema) {
        this.definitions = schema.path("$defs");
    }

    static ObjectNode of(String name, ObjectNode schema) {
        var sample = (ObjectNode) new Sample(schema).of(schema);
        // The payload says what the record says, so it is made by what makes it of real records.
        for (var object : Catalogue.records().keySet()) {
            if (name.equals(EventType.of(object, Action.ADDED).name())
                    && sample.get("object") instanceof ObjectNode record) {
                sample.set("payload", Catalogue.payload(object, Action.ADDED, record));
            }
        }
        return sample;
    }

    private JsonNode of(JsonNode schema) {
        if (schema.has("$ref")) {
            var name = schema.path("$ref").asText().substring("#/$defs/".length());
            return name.startsWith("former_") ? former(definitions.path(name)) : of(definitions.path(name));
        }
        if (schema.has("const")) {
            return schema.get("const");
        }
        if (!schema.path("examples").isEmpty()) {
            return schema.path("examples").get(0);
        }
        var type = schema.path("type");
        return switch (type.isArray() ? type.path(0).asText() : type.asText()) {
            case "object" -> object(schema);
            case "array" -> NODES.arrayNode().add(of(schema.path("items")));
            default -> NODES.nullNode();
        };
    }

    private ObjectNode object(JsonNode schema) {
        var sample = NODES.objectNode();
        for (var member : schema.path("properties").properties()) {
            var value = of(member.getValue());
            if (!value.isNull() || isRequired(schema, member.getKey())) {
                sample.set(member.getKey(), value);
            }
        }
        var entry = schema.path("additionalProperties").path("$ref").asText();
        if (entry.endsWith("/" + Definitions.CUSTOM_FIELD)) {
            sample.set(CUSTOM_FIELD_KEY, money("name"));
        } else if (entry.endsWith("/" + Definitions.CUSTOM_FIELD_BY_NAME)) {
            sample.set(member(Definitions.CUSTOM_FIELD, "name").asText(), money("key"));
        }
        sample.remove("extra");
        return sample;
    }

    /** The second field, as it was before: the first is the id, and ids do not change. */
    private JsonNode former(JsonNode schema) {
        return schema.path("properties").properties().stream()
                .skip(1)
                .findFirst()
                .<JsonNode>map(field -> NODES.objectNode().set(field.getKey(), lastExample(field)))
                .orElse(NODES.nullNode());
    }

    private static JsonNode lastExample(Map.Entry<String, JsonNode> field) {
        var examples = field.getValue().path("examples");
        return examples.isEmpty() ? NODES.nullNode() : examples.get(examples.size() - 1);
    }

    /** Of what can stand beside a custom field's value only a part makes sense at a time. */
    private ObjectNode money(String other) {
        var sample = NODES.objectNode();
        var definition = other.equals("name") ? Definitions.CUSTOM_FIELD : Definitions.CUSTOM_FIELD_BY_NAME;
        List.of("value", "currency", other, "type").forEach(name -> sample.set(name, member(definition, name)));
        return sample;
    }

    private JsonNode member(String definition, String name) {
        return of(definitions.path(definition).path("properties").path(name));
    }

    private static boolean isRequired(JsonNode schema, String member) {
        return schema.path("required")
                .valueStream()
                .anyMatch(name -> name.asText().equals(member));
    }
}

package io.pipestream.schema;

import java.util.List;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Puts a schema of type object together. Of several types the one that is not null stands first: generators of code take
 * the first.
 */
final class ObjectSchema {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final ObjectNode schema = NODES.objectNode();
    private final ArrayNode required = NODES.arrayNode();
    private final ObjectNode properties = NODES.objectNode();

    private ObjectSchema(ObjectNode type) {
        schema.setAll(type);
    }

    static ObjectSchema always() {
        return new ObjectSchema(type("object"));
    }

    static ObjectSchema nullable() {
        return new ObjectSchema(orNull("object"));
    }

    ObjectSchema describedAs(String description) {
        schema.put("description", description);
        return this;
    }

    /** A member that is always there. */
    ObjectSchema with(String name, ObjectNode member) {
        required.add(name);
        return maybeWith(name, member);
    }

    /** A member that is there where it has something to say. */
    ObjectSchema maybeWith(String name, ObjectNode member) {
        properties.set(name, member);
        return this;
    }

    ObjectNode build() {
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        return schema.set("properties", properties);
    }

    static ObjectNode type(String type) {
        return NODES.objectNode().put("type", type);
    }

    static ObjectNode orNull(String type) {
        var schema = NODES.objectNode();
        schema.putArray("type").add(type).add("null");
        return schema;
    }

    static ObjectNode ref(String definition) {
        return NODES.objectNode().put("$ref", "#/$defs/" + definition);
    }

    static ObjectNode listOf(ObjectNode items) {
        return orNull("array").set("items", items);
    }

    static ObjectNode described(ObjectNode schema, String description) {
        return schema.put("description", description);
    }

    /** Text that is one of these and nothing else. */
    static ObjectNode oneOf(List<String> values) {
        var schema = type("string");
        if (values.size() == 1) {
            return schema.put("const", values.getFirst());
        }
        var list = schema.putArray("enum");
        values.forEach(list::add);
        return schema;
    }
}

package io.pipestream.schema;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipestream.normalise.Catalogue;

/** The parts that several fields are made of. A schema holds those that it refers to, so that it is whole by itself. */
final class Definitions {

    static final String ADDRESS = "address";
    static final String CONTACT = "contact";
    static final String PRICE = "price";
    static final String CUSTOM_FIELD = "custom_field";

    /** As listed by its name. */
    static final String CUSTOM_FIELD_BY_NAME = "custom_field_by_name";

    /** As it was before a change: null if it was not set. */
    static final String FORMER_CUSTOM_FIELD = "former_custom_field";

    private static final Map<String, Supplier<ObjectNode>> ALL = Map.of(
            ADDRESS,
            Definitions::address,
            CONTACT,
            Definitions::contact,
            PRICE,
            Definitions::price,
            CUSTOM_FIELD,
            () -> customField(ObjectSchema.always(), "name"),
            CUSTOM_FIELD_BY_NAME,
            () -> customField(ObjectSchema.always(), "key"),
            FORMER_CUSTOM_FIELD,
            () -> customField(ObjectSchema.nullable(), "name"));

    private Definitions() {}

    /** Gives the schema the definitions that it refers to and does not have. */
    static ObjectNode addTo(ObjectNode schema, Map<String, ObjectNode> own) {
        var definitions = new LinkedHashMap<String, ObjectNode>(own);
        new TreeMap<>(ALL).forEach((name, definition) -> {
            if (refersTo(schema, name) || own.values().stream().anyMatch(part -> refersTo(part, name))) {
                definitions.put(name, definition.get());
            }
        });
        var added = JsonNodeFactory.instance.objectNode();
        added.setAll(definitions);
        return schema.set("$defs", added);
    }

    private static boolean refersTo(JsonNode schema, String definition) {
        return schema.findValuesAsText("$ref").contains("#/$defs/" + definition);
    }

    private static ObjectNode address() {
        var schema = ObjectSchema.nullable().describedAs("An address, as a whole and in parts.");
        schema.with("value", text(ADDRESS, "value"));
        Catalogue.addressParts().forEach(part -> schema.with(part, text(ADDRESS, part)));
        return schema.build();
    }

    private static ObjectNode contact() {
        return ObjectSchema.always()
                .describedAs("A way to reach a person.")
                .with("value", FieldSchema.annotated(ObjectSchema.type("string"), CONTACT, "value"))
                .with("label", text(CONTACT, "label"))
                .with("primary", FieldSchema.annotated(ObjectSchema.type("boolean"), CONTACT, "primary"))
                .build();
    }

    private static ObjectNode price() {
        return ObjectSchema.always()
                .describedAs("A product's price in one currency.")
                .with("currency", text(PRICE, "currency"))
                .with("price", number("price"))
                .with("cost", number("cost"))
                .with("direct_cost", number("direct_cost"))
                .with("notes", text(PRICE, "notes"))
                .build();
    }

    /** @param other what it is called where it is listed by its key, or its key where it is listed by its name */
    private static ObjectNode customField(ObjectSchema schema, String other) {
        schema.describedAs("What one of the account's own fields holds. What stands beside the value is there if set.")
                .with("value", text(CUSTOM_FIELD, "value"))
                .maybeWith(other, FieldSchema.annotated(ObjectSchema.type("string"), CUSTOM_FIELD, other))
                .maybeWith("type", text(CUSTOM_FIELD, "type"))
                .maybeWith("label", text(CUSTOM_FIELD, "label"))
                .maybeWith(
                        "labels",
                        FieldSchema.annotated(
                                ObjectSchema.listOf(ObjectSchema.orNull("string")), CUSTOM_FIELD, "labels"));
        Catalogue.customFieldCompanions()
                .forEach(name -> schema.maybeWith(
                        name,
                        FieldSchema.annotated(
                                ObjectSchema.type("string"),
                                Catalogue.addressParts().contains(name) ? ADDRESS : CUSTOM_FIELD,
                                name)));
        return schema.build();
    }

    private static ObjectNode text(String record, String field) {
        return FieldSchema.annotated(ObjectSchema.orNull("string"), record, field);
    }

    private static ObjectNode number(String field) {
        return FieldSchema.annotated(ObjectSchema.orNull("number"), PRICE, field);
    }
}

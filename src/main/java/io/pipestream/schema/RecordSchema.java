package io.pipestream.schema;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipestream.event.Action;
import io.pipestream.event.NamedId;
import io.pipestream.normalise.Catalogue.CanonicalRecord;

/** The schemas of {@code object} and {@code previous} of a declared object. */
final class RecordSchema {

    private static final String CUSTOM_FIELDS = "custom_fields";

    private static final String BY_NAME = "custom_fields_by_name";

    private RecordSchema() {}

    /** The whole record. Only of a deletion it may be that nothing but the id is known. */
    static ObjectNode whole(String object, CanonicalRecord record, Action action) {
        var schema = ObjectSchema.always()
                .describedAs(
                        action == Action.DELETED
                                ? "The last known state of the " + object + "; only the id where none is known."
                                : "The whole " + object + " after the change. Every field is there.");
        for (var field : record.fields()) {
            schema.with(
                    field.name(),
                    field.name().equals("id") ? id(object) : FieldSchema.of(field.type(), object, field.name()));
            var named = NamedId.of(object).get(field.name());
            if (named != null) {
                schema.with(named.beside(), nameOf(named));
            }
        }
        if (record.hasCustomFields()) {
            var type = action == Action.DELETED ? ObjectSchema.orNull("object") : ObjectSchema.type("object");
            schema.with(CUSTOM_FIELDS, customFields(type, object, ObjectSchema.ref(Definitions.CUSTOM_FIELD)));
            schema.with(
                    BY_NAME,
                    FieldSchema.annotated(ObjectSchema.orNull("object"), object, BY_NAME)
                            .put(FieldSchema.CANONICAL_TYPE, "custom fields")
                            .set("additionalProperties", ObjectSchema.ref(Definitions.CUSTOM_FIELD_BY_NAME)));
        }
        return schema.build();
    }

    /** The former values of what is known to have changed, so nothing is required. */
    static ObjectNode former(String object, CanonicalRecord record) {
        var schema = ObjectSchema.nullable()
                .describedAs(
                        "Former values of the fields that are known to have changed; null if none is. A field that is"
                                + " missing did not change, or nobody said that it did.");
        for (var field : record.fields()) {
            schema.maybeWith(field.name(), FieldSchema.of(field.type(), object, field.name()));
            var named = NamedId.of(object).get(field.name());
            if (named != null) {
                schema.maybeWith(named.beside(), nameOf(named));
            }
        }
        if (record.hasCustomFields()) {
            schema.maybeWith(
                    CUSTOM_FIELDS,
                    ObjectSchema.described(
                            customFields(
                                    ObjectSchema.type("object"),
                                    object,
                                    ObjectSchema.ref(Definitions.FORMER_CUSTOM_FIELD)),
                            "Former values of the account's own fields that changed; null for one that was not set."));
        }
        return schema.build();
    }

    /** What stands beside an id, or beside a list of ids in their order. */
    private static ObjectNode nameOf(NamedId named) {
        var schema =
                named.isMany() ? ObjectSchema.listOf(ObjectSchema.orNull("string")) : ObjectSchema.orNull("string");
        return FieldSchema.annotated(schema, named.object(), named.beside())
                .put(FieldSchema.CANONICAL_TYPE, named.isMany() ? "list of text" : "text");
    }

    private static ObjectNode id(String object) {
        return FieldSchema.annotated(ObjectSchema.type("string"), object, "id").put(FieldSchema.CANONICAL_TYPE, "id");
    }

    private static ObjectNode customFields(ObjectNode type, String object, ObjectNode entry) {
        return FieldSchema.annotated(type, object, CUSTOM_FIELDS)
                .put(FieldSchema.CANONICAL_TYPE, "custom fields")
                .set("additionalProperties", entry);
    }
}

package io.pipestream.schema;

import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipestream.event.Action;
import io.pipestream.event.EventType;
import io.pipestream.event.Trigger;
import io.pipestream.normalise.Catalogue.CanonicalRecord;

/** The schema of the value of every event of one type. */
final class EventSchema {

    private static final String META = "meta";

    private static final String EXTRA =
            "What only the path that the event came by carries, under Pipedrive's names; also"
                    + " values that cannot be of their field's type, which is null then. Not part of the contract.";

    private EventSchema() {}

    static ObjectNode of(String object, CanonicalRecord record, Action action) {
        var definitions = new LinkedHashMap<String, ObjectNode>();
        var former = "former_" + object;
        boolean hasFormer = action == Action.UPDATED || action == Action.MERGED;
        definitions.put(object, RecordSchema.whole(object, record, action));
        if (hasFormer) {
            definitions.put(former, RecordSchema.former(object, record));
        }
        definitions.put(META, MetaSchema.of(action));
        var schema = ObjectSchema.always().describedAs(description(object, action));
        addTrigger(schema, object, action, definitions);
        schema.with("object", ObjectSchema.ref(object))
                .with(
                        "previous",
                        hasFormer
                                ? ObjectSchema.ref(former)
                                : ObjectSchema.described(
                                        ObjectSchema.type("null"), "Null: only a change has former values."))
                .with(META, ObjectSchema.ref(META))
                .maybeWith("extra", ObjectSchema.described(ObjectSchema.type("object"), EXTRA));
        return Definitions.addTo(schema.build(), definitions);
    }

    /** What holds for every event, those of objects included that nobody declared. */
    static ObjectNode ofAny() {
        var object = ObjectSchema.always()
                .describedAs(
                        "The record after the change; of a deletion its last known state. Fields of objects that are"
                                + " not declared are Pipedrive's.")
                .with("id", FieldSchema.annotated(ObjectSchema.type("string"), "*", "id"))
                .maybeWith(
                        "custom_fields",
                        FieldSchema.annotated(ObjectSchema.orNull("object"), "*", "custom_fields")
                                .set("additionalProperties", ObjectSchema.ref(Definitions.CUSTOM_FIELD)))
                .maybeWith(
                        "custom_fields_by_name",
                        FieldSchema.annotated(ObjectSchema.orNull("object"), "*", "custom_fields_by_name")
                                .set("additionalProperties", ObjectSchema.ref(Definitions.CUSTOM_FIELD_BY_NAME)))
                .build();
        var payload = ObjectSchema.orNull("object");
        payload.set("additionalProperties", ObjectSchema.orNull("string"));
        var schema = ObjectSchema.always()
                .describedAs("Any event. Those of objects that have no schema of their own name this one.")
                .with(
                        "trigger",
                        ObjectSchema.described(ObjectSchema.orNull("string"), "The trigger it starts, if any."))
                .with("payload", ObjectSchema.described(payload, "The trigger's fields; null where there is none."))
                .with("object", ObjectSchema.ref("record"))
                .with(
                        "previous",
                        ObjectSchema.described(
                                ObjectSchema.orNull("object"), "Former values of what is known to have changed."))
                .with(META, ObjectSchema.ref(META))
                .maybeWith("extra", ObjectSchema.described(ObjectSchema.type("object"), EXTRA));
        var definitions = new LinkedHashMap<String, ObjectNode>();
        definitions.put("record", object);
        definitions.put(META, MetaSchema.ofAny());
        return Definitions.addTo(schema.build(), definitions);
    }

    private static void addTrigger(
            ObjectSchema schema, String object, Action action, Map<String, ObjectNode> definitions) {
        var trigger = Trigger.of(object, action).orElse(null);
        if (trigger == null) {
            var none = "Null: this event starts no trigger.";
            schema.with("trigger", ObjectSchema.described(ObjectSchema.type("null"), none))
                    .with("payload", ObjectSchema.described(ObjectSchema.type("null"), none));
            return;
        }
        var name = "new_" + object;
        var payload = ObjectSchema.always()
                .describedAs("Exactly the fields of " + trigger.slug() + ", each as text or null.");
        for (var field : trigger.fields()) {
            var record = FieldTexts.all().containsKey(name + '.' + field) ? name : object;
            payload.with(field, FieldSchema.annotated(ObjectSchema.orNull("string"), record, field));
        }
        definitions.put(name, payload.build().put("additionalProperties", false));
        schema.with(
                        "trigger",
                        ObjectSchema.type("string")
                                .put("const", trigger.slug())
                                .put("description", "The trigger that this event starts."))
                .with("payload", ObjectSchema.ref(name));
    }

    private static String description(String object, Action action) {
        var type = EventType.of(object, action);
        return switch (action) {
            case ADDED -> "A new " + object + ": the value of a " + type.name() + " event.";
            case UPDATED -> "A changed " + object + ": the value of a " + type.name() + " event.";
            case DELETED -> "A deleted " + object + ": the value of a " + type.name() + " event.";
            case MERGED -> "A " + object + " that took in another: the value of a " + type.name() + " event.";
        };
    }
}

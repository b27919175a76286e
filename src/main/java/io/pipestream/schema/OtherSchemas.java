package io.pipestream.schema;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The schemas of what is in Kafka and is no event of Pipedrive's. */
final class OtherSchemas {

    private static final String AN_EVENT = "/api/events/3f3f1a62-1b4c-5a3e-9a57-2f0d8f1f6b10";

    private OtherSchemas() {}

    static ObjectNode coverageAdvanced() {
        return ObjectSchema.always()
                .describedAs("The value of a record on the control topic.")
                .with("company_id", FieldSchema.annotated(ObjectSchema.type("string"), "meta", "company_id"))
                .with(
                        "complete_through",
                        instant(
                                "Every event up to here, as far as Pipedrive shows it, was acknowledged by Kafka before this"
                                        + " record was sent.",
                                "2026-04-12T09:00:00Z"))
                .with("published_at", instant("When this record was sent.", "2026-04-12T09:00:07.120Z"))
                .build();
    }

    static ObjectNode deadLetter() {
        var event = ObjectSchema.type("string")
                .put("description", "The path of the event in the management API.")
                .put("pattern", "^/api/events/[0-9a-f-]{36}$");
        event.putArray("examples").add(AN_EVENT);
        return ObjectSchema.always()
                .describedAs("What stands in a dead-letter topic in place of an event's value that Kafka did not take.")
                .with("event", event)
                .build();
    }

    private static ObjectNode instant(String description, String example) {
        var schema =
                ObjectSchema.type("string").put("description", description).put("format", FieldSchema.INSTANT_FORMAT);
        schema.putArray("examples").add(example);
        return schema;
    }
}

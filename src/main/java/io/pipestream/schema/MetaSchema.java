package io.pipestream.schema;

import java.util.stream.Stream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipestream.event.Action;
import io.pipestream.event.Source;

/** The schema of {@code meta}: who, when and how. */
final class MetaSchema {

    private static final String META = "meta";

    private MetaSchema() {}

    static ObjectNode of(Action action) {
        var schema = common();
        return switch (action) {
            case ADDED, UPDATED -> schema.build();
            case MERGED ->
                schema.maybeWith("merged_from_id", text("merged_from_id")).build();
            case DELETED ->
                schema.maybeWith("merged_to_id", text("merged_to_id")).build();
        };
    }

    static ObjectNode ofAny() {
        return common().maybeWith("merged_from_id", text("merged_from_id"))
                .maybeWith("merged_to_id", text("merged_to_id"))
                .build();
    }

    private static ObjectSchema common() {
        var source = text("source");
        var examples = source.withArrayProperty("examples");
        Stream.of(Source.values())
                .map(Source::word)
                .filter(word -> examples.valueStream()
                        .noneMatch(example -> example.asText().equals(word)))
                .toList()
                .forEach(examples::add);
        return ObjectSchema.always()
                .describedAs("Who, when and how.")
                .with("company_id", text("company_id"))
                .with("user_id", of(ObjectSchema.orNull("string"), "user_id"))
                .with("change_source", of(ObjectSchema.orNull("string"), "change_source"))
                .with("is_bulk", of(ObjectSchema.orNull("boolean"), "is_bulk"))
                .with("occurred_at", text("occurred_at").put("format", FieldSchema.INSTANT_FORMAT))
                .with("observed_at", text("observed_at").put("format", FieldSchema.INSTANT_FORMAT))
                .with("source", source)
                .maybeWith("test", of(ObjectSchema.type("boolean"), "test"))
                .maybeWith("custom_fields_named", of(ObjectSchema.type("boolean"), "custom_fields_named"))
                .maybeWith("pipedrive_event_id", text("pipedrive_event_id"))
                .maybeWith("correlation_id", text("correlation_id"))
                .maybeWith("webhook_type", text("webhook_type"));
    }

    private static ObjectNode text(String field) {
        return of(ObjectSchema.type("string"), field);
    }

    private static ObjectNode of(ObjectNode schema, String field) {
        return FieldSchema.annotated(schema, META, field);
    }
}

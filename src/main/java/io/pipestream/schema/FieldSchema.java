package io.pipestream.schema;

import java.math.BigDecimal;
import java.util.Locale;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.pipestream.normalise.FieldType;
import io.pipestream.schema.FieldTexts.FieldText;

/** The schema of one field, with what is said of it. */
final class FieldSchema {

    /** Says of a field which paths never tell it, so that it is null by them. */
    static final String UNKNOWN_BY = "x-unknown-by";

    /** Says of a field what {@code docs/events.md} calls its type. */
    static final String CANONICAL_TYPE = "x-type";

    static final String INSTANT_FORMAT = "date-time";

    private static final String TIME_OF_DAY = "^\\d\\d:\\d\\d(:\\d\\d)?$";

    private static final ObjectMapper JSON = new ObjectMapper();

    private FieldSchema() {}

    /** A field of a canonical record. All of them may be null: Pipedrive lets most be unset, and a path may not tell. */
    static ObjectNode of(FieldType type, String record, String field) {
        return annotated(plain(type), record, field)
                .put(CANONICAL_TYPE, type.name().toLowerCase(Locale.ROOT));
    }

    private static ObjectNode plain(FieldType type) {
        return switch (type) {
            case ID, TEXT, STATUS, LANGUAGE -> ObjectSchema.orNull("string");
            case NUMBER -> ObjectSchema.orNull("number");
            case BOOLEAN -> ObjectSchema.orNull("boolean");
            case INSTANT -> ObjectSchema.orNull("string").put("format", INSTANT_FORMAT);
            case DATE -> ObjectSchema.orNull("string").put("format", "date");
            case TIME -> ObjectSchema.orNull("string").put("pattern", TIME_OF_DAY);
            case IDS -> ObjectSchema.listOf(ObjectSchema.type("string"));
            case CONTACTS -> ObjectSchema.listOf(ObjectSchema.ref(Definitions.CONTACT));
            case PRICES -> ObjectSchema.listOf(ObjectSchema.ref(Definitions.PRICE));
            case ADDRESS -> ObjectSchema.ref(Definitions.ADDRESS);
        };
    }

    /** The schema with what is said of this field: its meaning, examples, and by which paths it is never known. */
    static ObjectNode annotated(ObjectNode schema, String record, String field) {
        var text = FieldTexts.of(record, field);
        schema.put("description", text.meaning());
        addExamples(schema, text);
        if (!text.unknownBy().isEmpty()) {
            var paths = schema.putArray(UNKNOWN_BY);
            text.unknownBy().forEach(paths::add);
        }
        return schema;
    }

    private static void addExamples(ObjectNode schema, FieldText text) {
        if (!text.examples().isEmpty()) {
            var examples = schema.putArray("examples");
            var type = schema.path("type");
            var name = type.isArray() ? type.path(0).asText() : type.asText();
            text.examples().forEach(example -> examples.add(value(example, name)));
        }
    }

    private static JsonNode value(String example, String type) {
        try {
            return switch (type) {
                case "number" -> DecimalNode.valueOf(new BigDecimal(example));
                case "string" -> TextNode.valueOf(example);
                default -> JSON.readTree(example);
            };
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not an example of type " + type + ": " + example, e);
        }
    }
}

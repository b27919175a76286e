package io.pipestream.trigger;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.NullValue;

/**
 * What is set of an account's own fields, by the names people gave them and by their keys, as the value that people see:
 * a number for number and money, the label for a choice, the labels for several.
 */
final class CustomFieldValues {

    private CustomFieldValues() {}

    /** @param object the record, with names beside its keys as far as they are known */
    static Map<String, Object> of(JsonNode object) {
        var byKey = object.path("custom_fields");
        var byName = object.path("custom_fields_by_name");
        var values = new HashMap<String, Object>();
        byKey.properties().forEach(entry -> values.put(entry.getKey(), value(entry.getValue())));
        byName.properties().forEach(entry -> values.put(entry.getKey(), value(entry.getValue())));
        return values;
    }

    private static Object value(JsonNode field) {
        if (field.path("labels").isArray()) {
            return JsonValues.of(field.path("labels"));
        }
        if (field.path("label").isTextual()) {
            return field.path("label").textValue();
        }
        var value = field.path("value");
        return switch (field.path("type").asText()) {
            case "double", "int", "monetary" -> number(value);
            default -> value.isTextual() ? value.textValue() : NullValue.NULL_VALUE;
        };
    }

    private static Object number(JsonNode value) {
        try {
            return value.isTextual() ? new BigDecimal(value.textValue()).doubleValue() : JsonValues.of(value);
        } catch (NumberFormatException e) {
            return value.textValue();
        }
    }
}

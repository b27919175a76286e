package io.pipestream.normalise;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipestream.normalise.Spelling.CustomField;
import io.pipestream.normalise.Spelling.Form;
import org.jspecify.annotations.Nullable;

/** Writes custom fields in Pipedrive's three shapes: flat, typed objects, bare values. */
final class CustomFieldDialects {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private CustomFieldDialects() {}

    static void put(ObjectNode record, String object, JsonNode custom, Form form) {
        var fields = Spelling.customFields(object);
        if (fields.isEmpty()) {
            return;
        }
        var place = form == Form.V1 ? record : record.putObject("custom_fields");
        for (var field : fields) {
            var value = custom.path(field.word());
            switch (form) {
                case V1 -> flat(place, field, value);
                case V2 -> place.set(field.key(), value.isMissingNode() || value.isNull() ? null : typed(field, value));
                case REST -> place.set(field.key(), value.isMissingNode() || value.isNull() ? null : bare(value));
            }
        }
    }

    private static void flat(ObjectNode record, CustomField field, JsonNode value) {
        var key = field.key();
        if (value.isMissingNode() || value.isNull()) {
            record.putNull(key);
            if (field.type().equals("monetary")) {
                record.put(key + "_currency", "EUR"); // the account's, whether or not there is an amount
            }
            return;
        }
        switch (field.type()) {
            case "enum" -> record.put(key, value.asText());
            case "set" -> record.put(key, joined(value));
            default -> {
                if (value.isObject()) {
                    value.properties().forEach(part -> {
                        if (!part.getKey().equals("timezone_name")) {
                            record.set(
                                    part.getKey().equals("value") ? key : key + '_' + part.getKey(), part.getValue());
                        }
                    });
                } else {
                    record.set(key, value);
                }
            }
        }
    }

    private static JsonNode typed(CustomField field, JsonNode value) {
        var typed = NODES.objectNode().put("type", field.type());
        switch (field.type()) {
            case "enum", "people", "org", "user" -> typed.set("id", value);
            case "set" -> {
                var values = typed.putArray("values");
                value.forEach(id -> values.addObject().set("id", id));
            }
            case "daterange", "timerange" -> {
                typed.setAll((ObjectNode) value);
                typed.set("from", typed.remove("value"));
            }
            default -> {
                if (value.isObject()) {
                    typed.setAll((ObjectNode) value);
                } else {
                    typed.set("value", value);
                }
            }
        }
        typed.remove("timezone_name");
        return typed;
    }

    private static @Nullable JsonNode bare(JsonNode value) {
        if (!value.isObject()) {
            return value;
        }
        var bare = (ObjectNode) value.deepCopy();
        bare.remove(List.of("timezone_id", "formatted_address"));
        return bare.isEmpty() ? NullNode.instance : bare;
    }

    static String joined(JsonNode ids) {
        var text = new StringBuilder();
        ids.forEach(id -> text.append(text.isEmpty() ? "" : ",").append(id.asText()));
        return text.toString();
    }
}

package io.pipestream.trigger;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipestream.platform.Problems;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.Response.Status;
import org.jspecify.annotations.Nullable;

/** Which fields of a sample may have other values, and which: a sample too is as the schema says that it names. */
final class SampleFields {

    private final JsonNode fields;

    private SampleFields(JsonNode fields) {
        this.fields = fields;
    }

    /** @param member of the event: {@code payload} or {@code object} */
    static SampleFields of(ObjectNode schema, String member) {
        return new SampleFields(
                TriggerDescriptions.payloadSchema(schema, member).path("properties"));
    }

    /** Gives the sample these values; throws a problem if one cannot be. */
    void replace(ObjectNode sample, @Nullable Map<String, JsonNode> values) {
        if (values != null) {
            values.forEach((name, value) -> {
                check(name, value);
                sample.set(name, value);
            });
        }
    }

    static HttpProblem refused(String detail) {
        return Problems.of(Status.BAD_REQUEST, "sample-invalid", detail);
    }

    private void check(String name, JsonNode value) {
        var field = fields.path(name);
        if (field.isMissingNode()) {
            throw refused("There is no field " + name + "; the trigger's schema lists them.");
        }
        if (name.equals("id")) {
            throw refused("The id of a sample is its own: it must never be that of a record.");
        }
        var type = field.path("type").path(0).asText();
        var fits = switch (type) {
            case "string" -> value.isNull() || (value.isTextual() && hasForm(field, value.textValue()));
            case "number" -> value.isNull() || value.isNumber();
            case "boolean" -> value.isNull() || value.isBoolean();
            default -> throw refused(name + " cannot be given: only text, numbers and true and false can, or null.");
        };
        if (!fits) {
            var form = field.path("format").asText(field.path("pattern").asText());
            throw refused(name + " is of type " + type + (form.isEmpty() ? "" : ", " + form) + ", or null.");
        }
    }

    private static boolean hasForm(JsonNode field, String text) {
        try {
            switch (field.path("format").asText()) {
                case "date-time" -> Instant.parse(text);
                case "date" -> LocalDate.parse(text);
                default -> {}
            }
            return !field.has("pattern")
                    || Pattern.compile(field.path("pattern").asText())
                            .matcher(text)
                            .find();
        } catch (DateTimeException e) {
            return false;
        }
    }
}

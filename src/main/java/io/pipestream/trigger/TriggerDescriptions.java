package io.pipestream.trigger;

import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipestream.event.Action;
import io.pipestream.event.EventType;
import io.pipestream.schema.Schemas;

/** Tells people about triggers. What it says of fields is what the schemas say. */
final class TriggerDescriptions {

    private final Schemas schemas;

    TriggerDescriptions(Schemas schemas) {
        this.schemas = schemas;
    }

    /** One that workflow builders know; its name, title and fields are fixed. */
    Trigger known(io.pipestream.event.Trigger trigger) {
        var object = trigger.object();
        return new Trigger(
                trigger.slug(),
                "New " + capital(object) + " Received Trigger",
                "Starts a workflow when " + article(object) + ' ' + object + " is created in Pipedrive.",
                object,
                Action.ADDED,
                true,
                fields(EventType.of(object, Action.ADDED), "payload"));
    }

    /** One of any other type of event. */
    Trigger generated(String object, Action action) {
        var words = words(object);
        var took = action == Action.MERGED ? " has taken in another one" : " is " + action.word();
        return new Trigger(
                "PIPEDRIVE_" + words.replace(' ', '_').toUpperCase(Locale.ROOT) + '_' + action.name() + "_TRIGGER",
                titled(words) + ' ' + capital(action.word()) + " Trigger",
                "Starts a workflow when " + article(words) + ' ' + words + took + " in Pipedrive.",
                object,
                action,
                false,
                fields(EventType.of(object, action), "object"));
    }

    /**
     * The schema of the payload by itself.
     *
     * @param member of the event: {@code payload} or {@code object}
     */
    static ObjectNode payloadSchema(ObjectNode event, String member) {
        var definitions = event.path("$defs");
        var name = event.path("properties").path(member).path("$ref").asText().replace("#/$defs/", "");
        var schema = event.objectNode();
        schema.set("$schema", event.get("$schema"));
        schema.setAll((ObjectNode) definitions.path(name));
        var used = schema.objectNode();
        // The parts of a record are described one level below it; none of them refers to a record or to meta.
        definitions.properties().stream()
                .filter(part -> schema.findValuesAsText("$ref").contains("#/$defs/" + part.getKey()))
                .forEach(part -> used.set(part.getKey(), part.getValue()));
        return used.isEmpty() ? schema : schema.set("$defs", used);
    }

    private List<Trigger.Field> fields(EventType type, String member) {
        var schema = payloadSchema(schemas.document(type), member);
        return schema.path("properties").properties().stream()
                .map(field -> new Trigger.Field(
                        field.getKey(),
                        type(schema, field.getValue()),
                        described(schema, field.getValue()).path("description").asText()))
                .toList();
    }

    private static String type(JsonNode schema, JsonNode field) {
        var type = resolved(schema, field).path("type");
        return type.isArray() ? type.path(0).asText() : type.asText();
    }

    private static JsonNode described(JsonNode schema, JsonNode field) {
        return field.has("description") ? field : resolved(schema, field);
    }

    private static JsonNode resolved(JsonNode schema, JsonNode field) {
        return field.has("$ref")
                ? schema.path("$defs").path(field.path("$ref").asText().replace("#/$defs/", ""))
                : field;
    }

    /** {@code activityType} as {@code activity type}. */
    private static String words(String object) {
        return object.replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
    }

    private static String titled(String words) {
        var title = new StringBuilder();
        for (var word : words.split(" ", -1)) {
            title.append(title.isEmpty() ? "" : " ").append(capital(word));
        }
        return title.toString();
    }

    private static String capital(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }

    private static String article(String word) {
        return "aeio".indexOf(word.charAt(0)) < 0 ? "a" : "an";
    }
}

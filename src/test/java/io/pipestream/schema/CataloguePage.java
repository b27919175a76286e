package io.pipestream.schema;

import static java.util.stream.Collectors.joining;

import java.nio.file.Path;

import com.fasterxml.jackson.databind.JsonNode;
import io.pipestream.event.Action;
import io.pipestream.event.EventType;
import io.pipestream.event.Trigger;
import io.pipestream.normalise.Catalogue;

/** {@code docs/catalogue.md}: what the schemas say, for people. */
final class CataloguePage {

    private static final String HEAD = """
            # Data catalogue

            Every field that consumers may rely on. Made of the schemas by `./pipestream schemas`: edit
            `src/main/resources/schema/fields.txt` or the declarations, not this page. [events.md](events.md) says how it all
            fits together, and what the types are; the service serves the schemas themselves at `/schemas`.

            The column *null* says when a field is null. *unset*: where Pipedrive has no value. Or the paths that never tell
            it, whatever Pipedrive has: *v1* is webhook v1, Recents and v1's lists, *rest-v2* is v2's lists. After a deletion
            of which Pipedrive showed no last state, all but the id are null.
            """;

    private CataloguePage() {}

    static Path in(Path home) {
        return home.resolve("docs/catalogue.md");
    }

    static String text() {
        var page = new StringBuilder(HEAD);
        Catalogue.records().keySet().forEach(object -> addObject(page, object));
        for (var trigger : Trigger.values()) {
            addTrigger(page, trigger);
        }
        page.append("\n## Parts\n");
        addPart(page, "meta", Validation.schema("event").at("/$defs/meta"));
        addPart(page, "custom field", anyDefinition(Definitions.CUSTOM_FIELD));
        addPart(page, "custom field by name", anyDefinition(Definitions.CUSTOM_FIELD_BY_NAME));
        addPart(page, "address", anyDefinition(Definitions.ADDRESS));
        addPart(page, "contact", anyDefinition(Definitions.CONTACT));
        addPart(page, "price", anyDefinition(Definitions.PRICE));
        return page.toString();
    }

    private static void addObject(StringBuilder page, String object) {
        page.append("\n## ").append(object).append("\n\nEvents: ");
        page.append(Catalogue.actions(object).stream()
                .map(action -> '`' + EventType.of(object, action).name() + '`')
                .collect(joining(", ")));
        page.append(".\n");
        var type = EventType.of(object, Action.UPDATED).name();
        addTable(page, Validation.schema(type).path("$defs").path(object));
    }

    private static void addTrigger(StringBuilder page, Trigger trigger) {
        page.append("\n## ").append(trigger.slug()).append("\n\nIts `payload`; each field is text or null.\n");
        for (var object : Catalogue.records().keySet()) {
            if (Trigger.of(object, Action.ADDED).filter(trigger::equals).isPresent()) {
                var type = EventType.of(object, Action.ADDED).name();
                addTable(page, Validation.schema(type).path("$defs").path("new_" + object));
            }
        }
    }

    private static void addPart(StringBuilder page, String name, JsonNode definition) {
        page.append("\n### ").append(name).append("\n\n");
        page.append(definition.path("description").asText()).append('\n');
        addTable(page, definition);
    }

    private static void addTable(StringBuilder page, JsonNode definition) {
        page.append("\n| field | type | meaning | null |\n|---|---|---|---|\n");
        for (var field : definition.path("properties").properties()) {
            page.append("| `%s` | %s | %s | %s |\n"
                    .formatted(
                            field.getKey(),
                            type(field.getValue()),
                            field.getValue().path("description").asText().replace("|", "\\|"),
                            whenNull(definition, field.getKey(), field.getValue())));
        }
    }

    private static String type(JsonNode field) {
        if (field.has(FieldSchema.CANONICAL_TYPE)) {
            return field.path(FieldSchema.CANONICAL_TYPE).asText();
        }
        if (FieldSchema.INSTANT_FORMAT.equals(field.path("format").asText())) {
            return "instant";
        }
        var type = field.path("type");
        var name = type.isArray() ? type.path(0).asText() : type.asText();
        return name.equals("string") ? "text" : name;
    }

    private static String whenNull(JsonNode definition, String name, JsonNode field) {
        boolean isRequired = definition
                .path("required")
                .valueStream()
                .anyMatch(required -> required.asText().equals(name));
        boolean isNullable = field.has("$ref")
                || field.path("type")
                        .valueStream()
                        .anyMatch(type -> type.asText().equals("null"));
        var unknownBy = field.path(FieldSchema.UNKNOWN_BY)
                .valueStream()
                .map(JsonNode::asText)
                .collect(joining(", "));
        if (!isNullable) {
            return isRequired ? "never" : "missing where there is none";
        }
        return unknownBy.isEmpty() ? "unset" : "unset; " + unknownBy;
    }

    /** A definition that several schemas have, from the first of them. */
    private static JsonNode anyDefinition(String name) {
        return SchemaLibrary.newest().values().stream()
                .map(schema -> schema.path("$defs").path(name))
                .filter(JsonNode::isObject)
                .findFirst()
                .orElseThrow();
    }
}

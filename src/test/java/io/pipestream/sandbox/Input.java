package io.pipestream.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * What a caller wants a record to be, read from a body in v1's or v2's names.
 *
 * @param fields  REST v2's names and kept values; null means "empty this field"
 * @param unknown names that belong to no field
 */
record Input(JsonObject fields, List<String> unknown) {

    private enum As {
        TEXT,
        NUMBER,
        ID,
        FLAG,
        IDS,
        CHANNELS,
        ADDRESS,
        OBJECT,
        OBJECTS,
        TIME
    }

    /** Columns of every kind but notes; a lead's times have another form, so they cannot be given. */
    private static final Map<String, As> COMMON =
            Map.of("add_time", As.TIME, "visible_to", As.ID, "label_ids", As.IDS, "owner_id", As.ID);

    private static final Map<Entity, Map<String, As>> COLUMNS = Map.of(
            Entity.ACTIVITY,
            Map.ofEntries(
                    Map.entry("subject", As.TEXT),
                    Map.entry("type", As.TEXT),
                    Map.entry("due_date", As.TEXT),
                    Map.entry("due_time", As.TEXT),
                    Map.entry("duration", As.TEXT),
                    Map.entry("deal_id", As.ID),
                    Map.entry("person_id", As.ID),
                    Map.entry("org_id", As.ID),
                    Map.entry("lead_id", As.TEXT),
                    Map.entry("project_id", As.ID),
                    Map.entry("done", As.FLAG),
                    Map.entry("busy", As.FLAG),
                    Map.entry("priority", As.ID),
                    Map.entry("note", As.TEXT),
                    Map.entry("public_description", As.TEXT)),
            Entity.PRODUCT,
            Map.of(
                    "name", As.TEXT,
                    "code", As.TEXT,
                    "description", As.TEXT,
                    "unit", As.TEXT,
                    "tax", As.NUMBER,
                    "category", As.TEXT,
                    "is_linkable", As.FLAG,
                    "prices", As.OBJECTS),
            Entity.LEAD,
            Map.of(
                    "title", As.TEXT,
                    "person_id", As.ID,
                    "organization_id", As.ID,
                    "value", As.OBJECT,
                    "label_ids", As.OBJECTS,
                    "expected_close_date", As.TEXT,
                    "is_archived", As.FLAG,
                    "was_seen", As.FLAG),
            Entity.DEAL,
            Map.ofEntries(
                    Map.entry("title", As.TEXT),
                    Map.entry("value", As.NUMBER),
                    Map.entry("currency", As.TEXT),
                    Map.entry("creator_user_id", As.ID),
                    Map.entry("person_id", As.ID),
                    Map.entry("org_id", As.ID),
                    Map.entry("stage_id", As.ID),
                    Map.entry("pipeline_id", As.ID),
                    Map.entry("status", As.TEXT),
                    Map.entry("probability", As.NUMBER),
                    Map.entry("lost_reason", As.TEXT),
                    Map.entry("expected_close_date", As.TEXT),
                    Map.entry("is_archived", As.FLAG)),
            Entity.NOTE,
            Map.ofEntries(
                    Map.entry("content", As.TEXT),
                    Map.entry("user_id", As.ID),
                    Map.entry("deal_id", As.ID),
                    Map.entry("person_id", As.ID),
                    Map.entry("org_id", As.ID),
                    Map.entry("lead_id", As.TEXT),
                    Map.entry("project_id", As.ID),
                    Map.entry("pinned_to_deal_flag", As.FLAG),
                    Map.entry("pinned_to_person_flag", As.FLAG),
                    Map.entry("pinned_to_organization_flag", As.FLAG)),
            Entity.ORGANIZATION,
            Map.of(
                    "name", As.TEXT,
                    "address", As.ADDRESS,
                    "website", As.TEXT,
                    "linkedin", As.TEXT,
                    "industry", As.ID,
                    "annual_revenue", As.NUMBER,
                    "employee_count", As.ID),
            Entity.PERSON,
            Map.of(
                    "name", As.TEXT,
                    "first_name", As.TEXT,
                    "last_name", As.TEXT,
                    "job_title", As.TEXT,
                    "org_id", As.ID,
                    "emails", As.CHANNELS,
                    "phones", As.CHANNELS));

    /** v1's names for the same columns. */
    private static final Map<Entity, Map<String, String>> ALIASES = Map.of(
            Entity.DEAL,
            Map.of("user_id", "owner_id", "label", "label_ids"),
            Entity.NOTE,
            Map.of(),
            Entity.ORGANIZATION,
            Map.of("label", "label_ids", "user_id", "owner_id"),
            Entity.PERSON,
            Map.of("email", "emails", "phone", "phones", "label", "label_ids", "user_id", "owner_id"));

    static Input read(FieldCatalogue catalogue, Entity entity, JsonObject body) {
        var fields = new JsonObject();
        var unknown = new ArrayList<String>();
        var columns = COLUMNS.getOrDefault(entity, Map.of());
        var aliases = ALIASES.getOrDefault(entity, Map.of());
        for (var given : body) {
            var name = aliases.getOrDefault(given.getKey(), given.getKey());
            var as = columns.containsKey(name) ? columns.get(name) : common(entity, name);
            if (as != null) {
                fields.put(name, given.getValue() == null ? null : value(as, name, given.getValue()));
            } else if (!isCustomField(catalogue, entity, name)) {
                unknown.add(name);
            }
        }
        var custom = customFields(catalogue, entity, body, unknown);
        if (!custom.isEmpty()) {
            fields.put("custom_fields", custom);
        }
        return new Input(fields, List.copyOf(unknown));
    }

    private static @Nullable As common(Entity entity, String name) {
        var isTime = name.equals("add_time");
        var has = entity == Entity.NOTE ? isTime : entity != Entity.LEAD || !isTime;
        return has ? COMMON.get(name) : null;
    }

    private static Object value(As as, String name, Object given) {
        return switch (as) {
            case TEXT -> given.toString();
            case NUMBER -> Values.number(name, given);
            case ID -> Values.id(name, given);
            case FLAG -> Values.flag(given);
            case IDS -> Values.ids(name, given);
            case CHANNELS -> Values.channels(given);
            case ADDRESS -> Values.address(given);
            case OBJECT -> Values.object(name, given);
            case OBJECTS -> Values.array(name, given);
            case TIME -> Values.time(name, given);
        };
    }

    private static boolean isCustomField(FieldCatalogue catalogue, Entity entity, String name) {
        return name.equals("custom_fields")
                || catalogue.customOf(entity).stream().anyMatch(field -> name.startsWith(field.key()));
    }

    private static JsonObject customFields(
            FieldCatalogue catalogue, Entity entity, JsonObject body, List<String> unknown) {
        var given = body.getValue("custom_fields") instanceof JsonObject object ? object : new JsonObject();
        var read = new JsonObject();
        for (var field : catalogue.customOf(entity)) {
            var source = given.containsKey(field.key()) ? given : body;
            if (source.containsKey(field.key())) {
                var value = source.getValue(field.key());
                read.put(field.key(), value == null ? null : CustomFields.read(field, value, body));
            }
        }
        given.fieldNames().stream().filter(key -> !read.containsKey(key)).forEach(unknown::add);
        return read;
    }
}

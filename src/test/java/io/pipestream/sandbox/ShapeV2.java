package io.pipestream.sandbox;

import java.util.List;
import java.util.Map;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * Kept records in the two v2 shapes, which differ: the webhook's {@code visible_to} is text and its custom fields are
 * typed objects; REST says {@code is_deleted} and keeps custom fields bare.
 */
final class ShapeV2 {

    private static final Map<Entity, List<String>> WEBHOOK = Map.of(
            Entity.DEAL,
            List.of(
                    "add_time",
                    "channel",
                    "channel_id",
                    "close_time",
                    "creator_user_id",
                    "currency",
                    "expected_close_date",
                    "first_won_time",
                    "id",
                    "label_ids",
                    "lost_reason",
                    "lost_time",
                    "org_id",
                    "origin",
                    "origin_id",
                    "owner_id",
                    "person_id",
                    "pipeline_id",
                    "probability",
                    "stage_change_time",
                    "stage_id",
                    "status",
                    "title",
                    "update_time",
                    "value",
                    "won_time"),
            Entity.NOTE,
            List.of(
                    "id",
                    "user_id",
                    "deal_id",
                    "person_id",
                    "org_id",
                    "lead_id",
                    "project_id",
                    "content",
                    "add_time",
                    "update_time"),
            Entity.ORGANIZATION,
            List.of("add_time", "address", "country_code", "id", "name", "owner_id", "picture_id", "update_time"),
            Entity.PERSON,
            List.of("add_time", "first_name", "id", "last_name", "name", "org_id", "owner_id", "update_time"));

    /** In the webhook only when the account keeps them. */
    private static final List<String> ORGANIZATION_EXTRAS =
            List.of("website", "linkedin", "industry", "annual_revenue", "employee_count");

    private static final Map<Entity, List<String>> REST = Map.of(
            Entity.DEAL,
            List.of(
                    "id",
                    "title",
                    "creator_user_id",
                    "owner_id",
                    "value",
                    "person_id",
                    "org_id",
                    "stage_id",
                    "pipeline_id",
                    "currency",
                    "archive_time",
                    "add_time",
                    "update_time",
                    "stage_change_time",
                    "status",
                    "probability",
                    "lost_reason",
                    "close_time",
                    "won_time",
                    "lost_time",
                    "local_won_date",
                    "local_lost_date",
                    "local_close_date",
                    "expected_close_date",
                    "origin",
                    "origin_id",
                    "channel",
                    "channel_id",
                    "source_lead_id",
                    "acv",
                    "arr",
                    "mrr"),
            Entity.ORGANIZATION,
            List.of(
                    "id",
                    "name",
                    "owner_id",
                    "add_time",
                    "update_time",
                    "address",
                    "website",
                    "linkedin",
                    "industry",
                    "annual_revenue",
                    "employee_count"),
            Entity.PERSON,
            List.of(
                    "id",
                    "name",
                    "first_name",
                    "last_name",
                    "owner_id",
                    "org_id",
                    "add_time",
                    "update_time",
                    "picture_id",
                    "job_title"));

    private ShapeV2() {}

    /** {@code data} of a create or delete: only the custom fields that have a value. */
    static JsonObject webhook(FieldCatalogue fields, Entity entity, JsonObject kept) {
        return switch (entity) {
            case ACTIVITY -> ActivityShape.webhook(kept);
            case PRODUCT -> ProductShape.webhook(kept);
            case LEAD -> LeadShape.webhook(kept);
            case DEAL, NOTE, ORGANIZATION, PERSON -> usual(fields, entity, kept);
        };
    }

    private static JsonObject usual(FieldCatalogue fields, Entity entity, JsonObject kept) {
        var shape = columns(WEBHOOK.getOrDefault(entity, List.of()), kept);
        if (entity == Entity.NOTE) {
            for (var to : List.of("deal", "person", "organization")) {
                var flag = "pinned_to_" + to + "_flag";
                shape.put(flag, kept.getBoolean(flag, false));
            }
            return shape.put("active_flag", !kept.getBoolean("is_deleted", false));
        }
        var labels = kept.getJsonArray("label_ids", new JsonArray());
        switch (entity) {
            case DEAL -> shape.put("label_ids", labels);
            case ORGANIZATION ->
                ORGANIZATION_EXTRAS.stream()
                        .filter(kept::containsKey)
                        .forEach(name -> shape.put(name, kept.getValue(name)));
            case PERSON ->
                shape.put("emails", kept.getJsonArray("emails", new JsonArray()))
                        .put("phones", kept.getJsonArray("phones", new JsonArray()));
            default -> throw new IllegalStateException("answered above");
        }
        if (entity != Entity.DEAL) {
            shape.put("label", labels.isEmpty() ? null : labels.getValue(0));
        }
        var custom = kept.getJsonObject("custom_fields", new JsonObject());
        var typed = new JsonObject();
        for (var field : fields.customOf(entity)) {
            if (custom.containsKey(field.key())) {
                typed.put(field.key(), CustomFields.webhookV2(field, custom.getValue(field.key())));
            }
        }
        return shape.put("visible_to", String.valueOf(kept.getValue("visible_to")))
                .put("custom_fields", typed);
    }

    /** {@code data} of a change: an unset custom field of the account is there as null. */
    static JsonObject webhookChange(FieldCatalogue fields, Entity entity, JsonObject kept) {
        var shape = webhook(fields, entity, kept);
        var typed = shape.getJsonObject("custom_fields");
        if (typed != null) {
            fields.customOf(entity).stream()
                    .filter(field -> !typed.containsKey(field.key()))
                    .forEach(field -> typed.putNull(field.key()));
        }
        return shape;
    }

    /** A row of the v2 endpoints; notes and leads have none. */
    static JsonObject rest(FieldCatalogue fields, Entity entity, JsonObject kept) {
        if (entity == Entity.ACTIVITY) {
            return ActivityShape.rest(kept);
        }
        if (entity == Entity.PRODUCT) {
            return ProductShape.rest(kept);
        }
        var shape = columns(REST.getOrDefault(entity, List.of()), kept);
        if (entity == Entity.DEAL) {
            shape.put("is_archived", kept.getBoolean("is_archived", false));
        }
        if (entity == Entity.PERSON) {
            shape.put("emails", kept.getJsonArray("emails", new JsonArray()))
                    .put("phones", kept.getJsonArray("phones", new JsonArray()));
        }
        var custom = kept.getJsonObject("custom_fields", new JsonObject());
        var bare = new JsonObject();
        fields.customOf(entity).forEach(field -> bare.put(field.key(), custom.getValue(field.key())));
        return shape.put("is_deleted", kept.getBoolean("is_deleted", false))
                .put("visible_to", kept.getValue("visible_to"))
                .put("label_ids", kept.getJsonArray("label_ids", new JsonArray()))
                .put("custom_fields", bare);
    }

    private static JsonObject columns(List<String> names, JsonObject kept) {
        var shape = new JsonObject();
        names.forEach(name -> shape.put(name, kept.getValue(name)));
        return shape;
    }
}

package io.pipestream.sandbox;

import java.util.List;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** Activities in their three shapes. */
final class ActivityShape {

    private static final List<String> LINKS = List.of("deal_id", "person_id", "org_id", "lead_id", "project_id");

    private ActivityShape() {}

    /** v1: times and durations are text, the owner is {@code user_id}. */
    static JsonObject v1(JsonObject kept, Names names, SandboxOptions options) {
        var shape = new JsonObject();
        ShapeV1.copy(kept, shape, "id", "subject", "type", "due_date", "due_time", "duration", "note");
        ShapeV1.copy(kept, shape, LINKS.toArray(String[]::new));
        ShapeV1.copyTimes(kept, shape, "add_time", "update_time", "marked_as_done_time");
        var owner = kept.getValue("owner_id");
        return shape.put("company_id", options.companyId())
                .put("user_id", owner)
                .put("assigned_to_user_id", owner)
                .put("created_by_user_id", kept.getValue("creator_user_id"))
                .put("owner_name", names.user(owner))
                .put("done", kept.getBoolean("done", false))
                .put("busy_flag", kept.getBoolean("busy", false))
                .put("public_description", kept.getString("public_description", ""))
                .put("active_flag", !kept.getBoolean("is_deleted", false))
                .put("deal_title", names.of(Entity.DEAL, kept.getValue("deal_id")))
                .put("person_name", names.of(Entity.PERSON, kept.getValue("person_id")))
                .put("org_name", names.of(Entity.ORGANIZATION, kept.getValue("org_id")))
                .putNull("location")
                .putNull("participants")
                .putNull("attendees");
    }

    /** The webhook's: no note, and a time of day is an object. */
    static JsonObject webhook(JsonObject kept) {
        var shape = new JsonObject();
        ShapeV1.copy(kept, shape, "id", "subject", "type", "owner_id", "due_date", "add_time", "update_time");
        ShapeV1.copy(kept, shape, "deal_id", "person_id", "org_id", "lead_id");
        return shape.put("active_flag", !kept.getBoolean("is_deleted", false))
                .put("busy_flag", kept.getBoolean("busy"))
                .put("done", kept.getBoolean("done", false))
                .put("due_time", zoned(kept.getString("due_time")))
                .put("duration", zoned(kept.getString("duration")))
                .putNull("location")
                .put("public_description", kept.getString("public_description", ""))
                .putNull("update_user_id")
                .put("custom_fields", new JsonObject());
    }

    private static @Nullable JsonObject zoned(@Nullable String time) {
        return time == null ? null : new JsonObject().putNull("timezone_id").put("value", time);
    }

    static JsonObject rest(JsonObject kept) {
        var shape = new JsonObject();
        ShapeV1.copy(kept, shape, "id", "subject", "type", "owner_id", "creator_user_id", "due_date", "due_time");
        ShapeV1.copy(kept, shape, "duration", "add_time", "update_time", "marked_as_done_time", "priority", "note");
        ShapeV1.copy(kept, shape, LINKS.toArray(String[]::new));
        return shape.put("is_deleted", kept.getBoolean("is_deleted", false))
                .put("busy", kept.getBoolean("busy", false))
                .put("done", kept.getBoolean("done", false))
                .put("public_description", kept.getString("public_description", ""))
                .putNull("location")
                .put("participants", new JsonArray())
                .put("attendees", new JsonArray());
    }
}

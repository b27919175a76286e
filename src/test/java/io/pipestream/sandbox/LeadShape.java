package io.pipestream.sandbox;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Leads: their ids are UUIDs, their times have milliseconds, and there is no v1 webhook of them. */
final class LeadShape {

    private LeadShape() {}

    static JsonObject webhook(JsonObject kept) {
        return common(kept).put("source_name", "Manually created").put("custom_fields", new JsonObject());
    }

    static JsonObject rest(JsonObject kept) {
        return common(kept)
                .put("source_name", kept.getString("origin").equals("API") ? "API" : "Manually created")
                .put("visible_to", String.valueOf(kept.getValue("visible_to")));
    }

    private static JsonObject common(JsonObject kept) {
        var shape = new JsonObject().put("id", Entity.LEAD.publicId(kept.getLong("id")));
        ShapeV1.copy(kept, shape, "title", "owner_id", "creator_id", "person_id", "organization_id", "value");
        ShapeV1.copy(kept, shape, "expected_close_date", "origin", "origin_id", "channel", "channel_id");
        ShapeV1.copy(kept, shape, "add_time", "update_time", "next_activity_id");
        return shape.put("label_ids", kept.getJsonArray("label_ids", new JsonArray()))
                .put("is_archived", kept.getBoolean("is_archived", false))
                .put("was_seen", kept.getBoolean("was_seen", false));
    }
}

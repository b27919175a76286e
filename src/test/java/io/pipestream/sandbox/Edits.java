package io.pipestream.sandbox;

import java.time.Instant;
import java.util.Objects;
import java.util.Set;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** How a kept record takes new field values, and what follows from them. */
final class Edits {

    private static final Set<String> STATUSES = Set.of("open", "won", "lost");

    private Edits() {}

    /** A copy with the fields in it; a null empties a field. */
    static JsonObject applied(Entity entity, JsonObject record, JsonObject fields) {
        var edited = record.copy();
        for (var field : fields) {
            if (field.getKey().equals("custom_fields")) {
                var custom =
                        edited.getJsonObject("custom_fields", new JsonObject()).copy();
                ((JsonObject) field.getValue()).forEach(each -> set(custom, each.getKey(), each.getValue()));
                set(edited, "custom_fields", custom.isEmpty() ? null : custom);
            } else {
                set(edited, field.getKey(), field.getValue());
            }
        }
        if (entity == Entity.PERSON && fields.containsKey("name")) {
            splitName(edited, fields);
        }
        return edited;
    }

    private static void set(JsonObject record, String name, @Nullable Object value) {
        if (value == null) {
            record.remove(name);
        } else {
            record.put(name, value);
        }
    }

    private static void splitName(JsonObject person, JsonObject given) {
        var name = given.getString("name", "").strip();
        var gap = name.lastIndexOf(' ');
        if (!given.containsKey("first_name")) {
            person.put("first_name", gap < 0 ? name : name.substring(0, gap));
        }
        if (!given.containsKey("last_name")) {
            set(person, "last_name", gap < 0 ? null : name.substring(gap + 1));
        }
    }

    /** Refuses a record that Pipedrive would not take. */
    static void requireComplete(Entity entity, JsonObject record) {
        switch (entity) {
            case DEAL -> {
                requireText(record, "title");
                if (!STATUSES.contains(record.getString("status", ""))) {
                    throw ApiError.badRequest("'status' must be open, won or lost");
                }
                for (var needed : Set.of("value", "stage_id", "pipeline_id", "currency")) {
                    if (!record.containsKey(needed)) {
                        throw ApiError.badRequest("'" + needed + "' must not be empty");
                    }
                }
            }
            case NOTE -> {
                requireText(record, "content");
                if (Set.of("deal_id", "person_id", "org_id", "lead_id", "project_id").stream()
                        .noneMatch(record::containsKey)) {
                    throw ApiError.badRequest("a note needs one of deal_id, person_id, org_id, lead_id, project_id");
                }
            }
            case ORGANIZATION, PERSON, PRODUCT -> requireText(record, "name");
            case ACTIVITY -> requireText(record, "subject");
            case LEAD -> {
                requireText(record, "title");
                if (!record.containsKey("person_id") && !record.containsKey("organization_id")) {
                    throw ApiError.badRequest("a lead needs one of person_id, organization_id");
                }
            }
        }
    }

    private static void requireText(JsonObject record, String name) {
        if (record.getString(name, "").isBlank()) {
            throw ApiError.badRequest("'" + name + "' must not be empty");
        }
    }

    /** Sets the times that a change brings with it; {@code after} is changed and answered. */
    static JsonObject stamped(Entity entity, JsonObject before, JsonObject after, Instant moment) {
        var now = entity.time(moment);
        after.put("update_time", now);
        if (entity == Entity.ACTIVITY) {
            boolean done = after.getBoolean("done", false);
            set(after, "marked_as_done_time", done ? after.getString("marked_as_done_time", now) : null);
        }
        if (entity != Entity.DEAL) {
            return after;
        }
        if (!Objects.equals(before.getLong("stage_id"), after.getLong("stage_id"))) {
            after.put("stage_change_time", now);
        }
        boolean archived = after.getBoolean("is_archived", false);
        boolean wasArchived = before.getBoolean("is_archived", false);
        if (archived != wasArchived) {
            set(after, "archive_time", archived ? now : null);
        }
        var status = after.getString("status");
        return status.equals(before.getString("status")) ? after : closed(after, status, now);
    }

    private static JsonObject closed(JsonObject deal, String status, String now) {
        var day = now.substring(0, 10);
        var won = status.equals("won");
        var lost = status.equals("lost");
        set(deal, "won_time", won ? now : null);
        set(deal, "local_won_date", won ? day : null);
        set(deal, "lost_time", lost ? now : null);
        set(deal, "local_lost_date", lost ? day : null);
        set(deal, "close_time", won || lost ? now : null);
        set(deal, "local_close_date", won || lost ? day : null);
        if (won && !deal.containsKey("first_won_time")) {
            deal.put("first_won_time", now);
        }
        return deal;
    }
}

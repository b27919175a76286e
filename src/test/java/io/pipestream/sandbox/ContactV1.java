package io.pipestream.sandbox;

import java.util.List;
import java.util.Locale;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Organizations and persons in v1's shape: much of it counts that are always zero here. */
final class ContactV1 {

    private static final List<String> CONTACT_COUNTS = List.of(
            "open_deals_count",
            "related_open_deals_count",
            "closed_deals_count",
            "related_closed_deals_count",
            "email_messages_count",
            "activities_count",
            "done_activities_count",
            "undone_activities_count",
            "files_count",
            "notes_count",
            "followers_count",
            "won_deals_count",
            "related_won_deals_count",
            "lost_deals_count",
            "related_lost_deals_count");

    private static final List<String> CONTACT_EMPTY = List.of(
            "picture_id",
            "next_activity_date",
            "next_activity_time",
            "next_activity_id",
            "last_activity_id",
            "last_activity_date");

    private final Names names;
    private final SandboxOptions options;

    ContactV1(Names names, SandboxOptions options) {
        this.names = names;
        this.options = options;
    }

    JsonObject organization(JsonObject kept) {
        var address = kept.getJsonObject("address", new JsonObject());
        var shape = contact(kept).put("people_count", 0).putNull("country_code");
        shape.put("address", address.getValue("value"));
        CustomFields.ADDRESS_PARTS.forEach(part -> shape.put("address_" + part, address.getValue(part)));
        return shape;
    }

    JsonObject person(JsonObject kept) {
        var emails = kept.getJsonArray("emails", new JsonArray());
        var none = JsonArray.of(new JsonObject().put("value", "").put("primary", true));
        var shape = contact(kept);
        ShapeV1.copy(kept, shape, "org_id", "first_name", "last_name", "job_title");
        shape.putNull("postal_address");
        CustomFields.ADDRESS_PARTS.forEach(part -> shape.putNull("postal_address_" + part));
        return shape.put("email", emails.isEmpty() ? none : emails)
                .put("phone", kept.getJsonArray("phones", none))
                .put("im", none)
                .put("org_name", names.of(Entity.ORGANIZATION, kept.getValue("org_id")))
                .put(
                        "primary_email",
                        emails.isEmpty() ? null : emails.getJsonObject(0).getValue("value"))
                .put("participant_open_deals_count", 0)
                .put("participant_closed_deals_count", 0)
                .putNull("last_outgoing_mail_time")
                .putNull("last_incoming_mail_time")
                .putNull("notes")
                .putNull("birthday");
    }

    /** What organizations and persons have in common. */
    private JsonObject contact(JsonObject kept) {
        var shape = new JsonObject();
        ShapeV1.copy(kept, shape, "id", "owner_id", "name");
        ShapeV1.copyTimes(kept, shape, "add_time", "update_time");
        CONTACT_COUNTS.forEach(name -> shape.put(name, 0));
        CONTACT_EMPTY.forEach(shape::putNull);
        var labels = kept.getJsonArray("label_ids", new JsonArray());
        return shape.put("company_id", options.companyId())
                .put("active_flag", !kept.getBoolean("is_deleted", false))
                .put("delete_time", kept.getBoolean("is_deleted", false) ? shape.getValue("update_time") : null)
                .put("first_char", kept.getString("name").substring(0, 1).toLowerCase(Locale.ROOT))
                .put("visible_to", String.valueOf(kept.getValue("visible_to")))
                .put("label", labels.isEmpty() ? null : labels.getValue(0))
                .put("label_ids", labels)
                .put("owner_name", names.user(kept.getValue("owner_id")))
                .put("cc_email", options.companyDomain() + "@pipedrivemail.com");
    }
}

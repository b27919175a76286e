package io.pipestream.sandbox;

import java.util.List;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Kept records in v1's shape, as webhook v1, Recents and the v1 endpoints show them: flat, related records named beside
 * their ids, times without a zone.
 */
final class ShapeV1 {

    private static final List<String> DEAL_COUNTS = List.of(
            "email_messages_count",
            "products_count",
            "participants_count",
            "undone_activities_count",
            "notes_count",
            "activities_count",
            "files_count",
            "followers_count",
            "done_activities_count");

    private static final List<String> DEAL_EMPTY = List.of(
            "next_activity_date",
            "next_activity_type",
            "next_activity_duration",
            "next_activity_id",
            "next_activity_subject",
            "next_activity_time",
            "next_activity_note",
            "last_activity_date",
            "last_activity_id",
            "last_outgoing_mail_time",
            "last_incoming_mail_time",
            "rotten_time",
            "acv",
            "acv_currency",
            "arr",
            "arr_currency",
            "mrr",
            "mrr_currency");

    private final Names names;
    private final ContactV1 contacts;
    private final SandboxOptions options;
    private final FieldCatalogue fields;

    ShapeV1(Store store, List<User> staff, SandboxOptions options, FieldCatalogue fields) {
        this.names = new Names(store, staff);
        this.contacts = new ContactV1(names, options);
        this.options = options;
        this.fields = fields;
    }

    FieldCatalogue fields() {
        return fields;
    }

    JsonObject of(Entity entity, JsonObject kept) {
        var shape = switch (entity) {
            case DEAL -> deal(kept);
            case NOTE -> note(kept);
            case ORGANIZATION -> contacts.organization(kept);
            case PERSON -> contacts.person(kept);
            case ACTIVITY -> ActivityShape.v1(kept, names, options);
            case PRODUCT -> ProductShape.v1(kept);
            case LEAD -> LeadShape.rest(kept);
        };
        var custom = kept.getJsonObject("custom_fields", new JsonObject());
        for (var field : fields.customOf(entity)) {
            CustomFields.putV1(shape, field, custom.getValue(field.key()));
        }
        return shape;
    }

    private JsonObject deal(JsonObject kept) {
        var deleted = kept.getBoolean("is_deleted", false);
        var status = kept.getString("status");
        var money = "%s %s".formatted(kept.getString("currency"), kept.getValue("value"));
        var shape = new JsonObject();
        copy(
                kept,
                shape,
                "id",
                "creator_user_id",
                "person_id",
                "org_id",
                "stage_id",
                "title",
                "value",
                "currency",
                "pipeline_id",
                "probability",
                "lost_reason",
                "expected_close_date",
                "local_won_date",
                "local_lost_date",
                "local_close_date",
                "origin",
                "origin_id",
                "channel",
                "channel_id");
        copyTimes(kept, shape, "archive_time", "close_time", "won_time", "first_won_time", "lost_time");
        copyTimes(kept, shape, "stage_change_time", "add_time", "update_time");
        DEAL_COUNTS.forEach(name -> shape.put(name, 0));
        DEAL_EMPTY.forEach(shape::putNull);
        return shape.put("user_id", kept.getValue("owner_id"))
                .put("status", deleted ? "deleted" : status)
                .put("deleted", deleted)
                .put("active", !deleted && status.equals("open"))
                .put("is_archived", kept.getBoolean("is_archived", false))
                .put("label", labels(kept))
                .put("visible_to", String.valueOf(kept.getValue("visible_to")))
                .put("stage_order_nr", kept.getLong("stage_id") - 1)
                .put("owner_name", names.user(kept.getValue("owner_id")))
                .put("person_name", names.of(Entity.PERSON, kept.getValue("person_id")))
                .put("org_name", names.of(Entity.ORGANIZATION, kept.getValue("org_id")))
                .put("person_hidden", false)
                .put("org_hidden", false)
                .put("formatted_value", money)
                .put("weighted_value", kept.getValue("value"))
                .put("weighted_value_currency", kept.getString("currency"))
                .put("formatted_weighted_value", money)
                .put("cc_email", options.companyDomain() + "+deal" + kept.getLong("id") + "@pipedrivemail.com");
    }

    private JsonObject note(JsonObject kept) {
        var shape = new JsonObject();
        copy(kept, shape, "id", "user_id", "deal_id", "person_id", "org_id", "lead_id", "project_id", "content");
        copy(kept, shape, "last_update_user_id");
        copyTimes(kept, shape, "add_time", "update_time");
        for (var to : List.of("deal", "person", "organization", "project", "lead")) {
            var flag = "pinned_to_" + to + "_flag";
            shape.put(flag, kept.getBoolean(flag, false));
        }
        var user = User.byId(names.staff(), kept.getLong("user_id"));
        return shape.put("active_flag", !kept.getBoolean("is_deleted", false))
                .put("deal", names.wrapped(Entity.DEAL, kept.getValue("deal_id")))
                .put("person", names.wrapped(Entity.PERSON, kept.getValue("person_id")))
                .put("organization", names.wrapped(Entity.ORGANIZATION, kept.getValue("org_id")))
                .putNull("lead")
                .putNull("project")
                .put(
                        "user",
                        user.map(author -> new JsonObject()
                                        .put("email", author.email())
                                        .put("name", author.name())
                                        .putNull("icon_url")
                                        .put("is_you", author.admin()))
                                .orElse(null));
    }

    static void copy(JsonObject from, JsonObject to, String... names) {
        for (var name : names) {
            to.put(name, from.getValue(name));
        }
    }

    static void copyTimes(JsonObject from, JsonObject to, String... names) {
        for (var name : names) {
            to.put(name, Times.v1(from.getValue(name)));
        }
    }

    private static @Nullable String labels(JsonObject kept) {
        var ids = kept.getJsonArray("label_ids", new JsonArray());
        return ids.isEmpty()
                ? null
                : String.join(",", ids.stream().map(String::valueOf).toList());
    }
}

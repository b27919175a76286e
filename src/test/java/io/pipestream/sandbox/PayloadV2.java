package io.pipestream.sandbox;

import java.util.Objects;
import java.util.Set;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** The body of a webhook v2 request. */
final class PayloadV2 {

    /** Pipedrive does not report these as changed, although they do change; only notes list their update time. */
    private static final Set<String> UNREPORTED = Set.of("stage_change_time", "update_time");

    private final SandboxOptions options;
    private final FieldCatalogue fields;

    PayloadV2(SandboxOptions options, FieldCatalogue fields) {
        this.options = options;
        this.fields = fields;
    }

    /** What all attempts and all registrations have in common. */
    JsonObject body(Change change) {
        var entity = change.entity();
        return switch (change.verb()) {
            case ADDED -> {
                var data = ShapeV2.webhook(fields, entity, change.after());
                // A new deal has no update time yet, though the API shows one a moment later.
                yield body(entity == Entity.DEAL ? data.putNull("update_time") : data, null);
            }
            case UPDATED, MERGED -> {
                var before = Objects.requireNonNull(change.before(), "a change has a before");
                yield body(
                        ShapeV2.webhookChange(fields, entity, change.after()), changed(entity, change.after(), before));
            }
            case DELETED -> {
                // A note is shown as deleted, the others as they last were.
                var last = entity == Entity.NOTE ? change.after() : change.before();
                yield body(
                        null, ShapeV2.webhook(fields, entity, Objects.requireNonNull(last, "a deletion has a before")));
            }
        };
    }

    private static JsonObject body(@Nullable JsonObject data, @Nullable JsonObject previous) {
        return new JsonObject().put("data", data).put("previous", previous);
    }

    private JsonObject changed(Entity entity, JsonObject after, JsonObject before) {
        var now = ShapeV2.webhook(fields, entity, after);
        var former = ShapeV2.webhook(fields, entity, before);
        var changed = new JsonObject();
        for (var name : now.fieldNames()) {
            var reported = entity == Entity.NOTE || entity == Entity.LEAD || !UNREPORTED.contains(name);
            if (reported && !name.equals("custom_fields") && !same(now.getValue(name), former.getValue(name))) {
                changed.put(name, former.getValue(name));
            }
        }
        var customNow = now.getJsonObject("custom_fields", new JsonObject());
        var customFormer = former.getJsonObject("custom_fields", new JsonObject());
        var custom = new JsonObject();
        for (var field : fields.customOf(entity)) {
            var was = customFormer.getValue(field.key());
            if (!same(customNow.getValue(field.key()), was)) {
                custom.put(field.key(), was);
            }
        }
        return custom.isEmpty() ? changed : changed.put("custom_fields", custom);
    }

    /** Equal as JSON: a number read from the log is not always of the class it had when it was given. */
    private static boolean same(@Nullable Object one, @Nullable Object other) {
        return new JsonObject().put("it", one).equals(new JsonObject().put("it", other));
    }

    /** The body of one attempt, 1 to 4. */
    JsonObject attempt(Change change, JsonObject body, Webhook webhook, int attempt) {
        var meta = new JsonObject()
                .put("action", change.verb().in(true))
                .put("company_id", String.valueOf(options.companyId()))
                .put("correlation_id", change.correlationId().toString())
                .put("entity_id", String.valueOf(change.publicId()))
                .put("entity", change.entity().word())
                .put("id", change.eventId().toString())
                .put("is_bulk_edit", false)
                .put("timestamp", Times.millis(change.at()))
                .put("type", "general")
                .put("user_id", String.valueOf(change.userId()))
                .put("version", "2.0")
                .put("webhook_id", String.valueOf(webhook.id()))
                .put("webhook_owner_id", String.valueOf(webhook.ownerId()))
                .put("change_source", change.source())
                .put("attempt", attempt)
                .put("host", options.accountHost())
                .put("permitted_user_ids", JsonArray.of("501", "502"));
        var other = change.counterpart();
        if (other != null) {
            var half = change.verb() == Change.Verb.DELETED ? "merged_to_id" : "merged_from_id";
            meta.put(half, String.valueOf(other.getLong("id")));
        }
        return new JsonObject()
                .put("data", body.getValue("data"))
                .put("previous", body.getValue("previous"))
                .put("meta", meta);
    }
}

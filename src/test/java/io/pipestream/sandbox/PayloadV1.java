package io.pipestream.sandbox;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** The body of a webhook v1 request. */
final class PayloadV1 {

    private final ShapeV1 shapes;
    private final SandboxOptions options;

    PayloadV1(ShapeV1 shapes, SandboxOptions options) {
        this.shapes = shapes;
        this.options = options;
    }

    /** What all attempts and all registrations have in common. */
    JsonObject body(Change change) {
        return new JsonObject().put("current", current(change)).put("previous", previous(change));
    }

    private @Nullable JsonObject current(Change change) {
        if (change.verb() == Change.Verb.DELETED) {
            return null;
        }
        var current = shapes.of(change.entity(), change.after());
        var loser = change.counterpart();
        return loser == null ? current : current.put("merge_what_id", loser.getLong("id"));
    }

    /** The whole former record; for a merge the record that was taken in, for a deletion the record as deleted. */
    private @Nullable JsonObject previous(Change change) {
        var before = switch (change.verb()) {
            case ADDED, UPDATED -> change.before();
            case DELETED -> change.after();
            case MERGED -> change.counterpart();
        };
        return before == null ? null : shapes.of(change.entity(), before);
    }

    /** The body of one attempt, 1 to 4. */
    JsonObject attempt(Change change, JsonObject body, Webhook webhook, int attempt) {
        var filters = new JsonObject().put("current", new JsonArray());
        var action = change.verb().in(false);
        var micros = ChronoUnit.MICROS.between(Instant.EPOCH, change.at());
        var meta = new JsonObject()
                .put("v", 1)
                .put("action", action)
                .put("object", change.entity().word())
                .put("id", change.id())
                .put("company_id", options.companyId())
                .put("user_id", change.userId())
                .put("host", options.accountHost())
                .put("timestamp", change.at().getEpochSecond())
                .put("timestamp_micro", micros)
                .put("prepublish_timestamp", change.at().toEpochMilli())
                .put("permitted_user_ids", JsonArray.of(501, 502))
                .put("trans_pending", false)
                .put("is_bulk_update", false)
                .put("pipedrive_service_name", false)
                .put("matches_filters", filters)
                .put("webhook_id", webhook.id())
                .put("change_source", change.source());
        return new JsonObject()
                .put("v", 1)
                .put("matches_filters", filters)
                .put("meta", meta)
                .put("current", body.getValue("current"))
                .put("previous", body.getValue("previous"))
                .put("retry", attempt - 1)
                .put("event", change.name());
    }
}

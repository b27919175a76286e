package io.pipestream.normalise;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipestream.event.Action;
import io.pipestream.normalise.Spelling.Form;

/** Writes a change as a whole delivery of webhook v1 or v2. */
final class Envelopes {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final String HOST = "fjordworks.pipedrive.com";

    private Envelopes() {}

    static ObjectNode v1(Change change) {
        var action = change.action();
        var body = NODES.objectNode().put("v", 1);
        var meta = body.putObject("meta")
                .put("v", 1)
                .put("action", action.word())
                .put("object", change.object())
                .put("id", Long.parseLong(change.id()))
                .put("company_id", Long.parseLong(Change.COMPANY))
                .put("user_id", 20551)
                .put("host", HOST)
                .put("timestamp", change.at().getEpochSecond())
                .put("timestamp_micro", change.at().toEpochMilli() * 1_000)
                .put("trans_pending", false)
                .put("is_bulk_update", false)
                .put("pipedrive_service_name", false)
                .put("webhook_id", "830017")
                .put("change_source", "app");
        meta.putArray("permitted_user_ids").add(20551);
        var state = Dialects.record(change, Form.V1);
        if (action == Action.MERGED) {
            state.put("merge_what_id", Long.parseLong(String.valueOf(change.mergedFrom())));
        }
        body.set("current", change.isDeletion() ? NullNode.instance : wrapped(change, state));
        body.set(
                "previous",
                switch (action) {
                    case ADDED -> NullNode.instance;
                    case UPDATED -> wrapped(change, Dialects.former(change, Form.V1));
                    case DELETED -> wrapped(change, state);
                    // The other record, whole.
                    case MERGED ->
                        Dialects.former(change, Form.V1).put("id", Long.parseLong(String.valueOf(change.mergedFrom())));
                });
        return body.put("event", action.word() + '.' + change.object()).put("retry", 0);
    }

    static ObjectNode v2(Change change) {
        var action = change.action();
        var body = NODES.objectNode();
        var state = Dialects.record(change, Form.V2);
        if (action == Action.ADDED && change.object().equals("deal")) {
            state.putNull("update_time");
        }
        body.set("data", change.isDeletion() ? NullNode.instance : state);
        body.set(
                "previous",
                switch (action) {
                    case ADDED -> NullNode.instance;
                    case UPDATED, MERGED -> reported(change, state);
                    case DELETED -> state;
                });
        var meta = body.putObject("meta")
                .put("action", action == Action.ADDED ? "create" : change.isDeletion() ? "delete" : "change")
                .put("company_id", Change.COMPANY)
                .put("correlation_id", uuid("correlation", change))
                .put("entity_id", change.id())
                .put("entity", change.object())
                .put("id", change.object().equals("user") ? change.id() : uuid("event", change))
                .put("is_bulk_edit", false)
                .put("timestamp", change.at().toString())
                .put("type", "general")
                .put("user_id", "20551")
                .put("version", "2.0")
                .put("webhook_id", "830042")
                .put("webhook_owner_id", "20551")
                .put("change_source", "app")
                .put("attempt", 1)
                .put("host", HOST);
        if (action == Action.MERGED) {
            meta.put("merged_from_id", change.mergedFrom());
        }
        return body;
    }

    /** What changed, but for what Pipedrive is known not to report. */
    private static ObjectNode reported(Change change, ObjectNode state) {
        var former = Dialects.former(change, Form.V2);
        var reported = NODES.objectNode();
        for (var entry : former.properties()) {
            var name = entry.getKey();
            if (name.equals("custom_fields")) {
                var custom = NODES.objectNode();
                entry.getValue().properties().forEach(field -> {
                    if (!field.getValue().equals(state.get(name).get(field.getKey()))) {
                        custom.set(field.getKey(), field.getValue());
                    }
                });
                if (!custom.isEmpty()) {
                    reported.set(name, custom);
                }
            } else if (!Expected.UNREPORTED.contains(name) && !entry.getValue().equals(state.get(name))) {
                reported.set(name, entry.getValue());
            }
        }
        return reported;
    }

    /** Of users, v1 sends a list of one. */
    private static JsonNode wrapped(Change change, ObjectNode record) {
        return change.object().equals("user") ? NODES.arrayNode().add(record) : record;
    }

    private static String uuid(String what, Change change) {
        return UUID.nameUUIDFromBytes(
                        (what + change.object() + change.id() + change.at() + change.name()).getBytes(UTF_8))
                .toString();
    }
}

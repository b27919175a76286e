package io.pipestream.normalise;

import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What Pipedrive is known to put around a record, and what of it is always there. */
final class KnownEnvelope {

    private static final String META = "meta";

    /** Where extra data keeps what is new around a record. */
    private static final String KEPT_IN = "envelope";

    private static final Set<String> RECORDS = Set.of("current", "data", "previous");

    private static final Set<String> CONTAINERS = Set.of("permitted_user_ids", "matches_filters");

    private static final KnownEnvelope V1 = new KnownEnvelope(
            Set.of("v", "event", "retry", "matches_filters", META, "current", "previous", "indexable_fields"),
            Set.of("object", "action", "id", "company_id", "user_id", "timestamp"),
            Set.of(
                    "v",
                    "host",
                    "timestamp_micro",
                    "timestamp_milli",
                    "prepublish_timestamp",
                    "permitted_user_ids",
                    "trans_pending",
                    "is_bulk_update",
                    "pipedrive_service_name",
                    "matches_filters",
                    "webhook_id",
                    "change_source",
                    "elastic_enabled",
                    "send_activity_notifications",
                    "activity_notifications_language"));

    private static final KnownEnvelope V2 = new KnownEnvelope(
            Set.of("data", "previous", META),
            Set.of("entity", "action", "entity_id", "company_id", "user_id", "timestamp", "id", "webhook_id"),
            Set.of(
                    "correlation_id",
                    "webhook_owner_id",
                    "attempt",
                    "type",
                    "version",
                    "is_bulk_edit",
                    "change_source",
                    "host",
                    "permitted_user_ids",
                    "merged_to_id",
                    "merged_from_id"));

    private final Set<String> top;
    private final Set<String> alwaysInMeta;
    private final Set<String> sometimesInMeta;

    private KnownEnvelope(Set<String> top, Set<String> alwaysInMeta, Set<String> sometimesInMeta) {
        this.top = top;
        this.alwaysInMeta = alwaysInMeta;
        this.sometimesInMeta = sometimesInMeta;
    }

    /** Notes what is not as it should be, and keeps what has no place in an event. */
    static void check(ObjectNode body, Envelope.Opened envelope, Leftover leftover) {
        var known = envelope.dialect() == Dialect.V1 ? V1 : V2;
        known.checkTop(body, envelope.record().object(), leftover);
        known.checkMeta(envelope.meta(), leftover);
    }

    private void checkTop(ObjectNode body, String object, Leftover leftover) {
        for (var entry : body.properties()) {
            var name = entry.getKey();
            var value = entry.getValue();
            if (!top.contains(name)) {
                leftover.keep(KEPT_IN, name, value);
                leftover.isNew(name, value);
            } else if (RECORDS.contains(name) && !isRecord(value, object)) {
                leftover.isOfAnotherType(name, value);
            }
        }
    }

    private void checkMeta(ObjectNode meta, Leftover leftover) {
        int found = 0;
        for (var entry : meta.properties()) {
            var name = entry.getKey();
            var value = entry.getValue();
            if (alwaysInMeta.contains(name)) {
                found++;
                if (value.isContainerNode() || value.isBoolean()) {
                    leftover.isOfAnotherType(META + '.' + name, value);
                }
            } else if (!sometimesInMeta.contains(name)) {
                leftover.keep(KEPT_IN, META + '.' + name, value);
                leftover.isNew(META + '.' + name, value);
            } else if (value.isContainerNode() && !CONTAINERS.contains(name)) {
                leftover.isOfAnotherType(META + '.' + name, value);
            }
        }
        if (found < alwaysInMeta.size()) {
            alwaysInMeta.stream()
                    .filter(name -> !meta.has(name))
                    .sorted()
                    .forEach(name -> leftover.isGone(META + '.' + name));
        }
    }

    private static boolean isRecord(JsonNode value, String object) {
        return value.isNull() || value.isObject() || (value.isArray() && object.equals("user"));
    }
}

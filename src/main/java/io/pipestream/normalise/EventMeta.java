package io.pipestream.normalise;

import java.time.Instant;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipestream.event.RecordRef;
import org.jspecify.annotations.Nullable;

/**
 * Who, when and how, in canonical names. Left out is what differs between attempts and registrations of one event: it
 * belongs to the delivery.
 */
final class EventMeta {

    private static final int MAX_HOST_LENGTH = 253;

    private EventMeta() {}

    static ObjectNode of(Envelope.Opened envelope) {
        var raw = envelope.meta();
        var meta = JsonNodeFactory.instance
                .objectNode()
                .put("company_id", envelope.record().companyId())
                .put("user_id", Values.id(raw.get("user_id")))
                .put("change_source", Values.nonBlank(raw.get("change_source")))
                .put("is_bulk", envelope.dialect().isBulk(raw));
        putIfKnown(meta, "merged_from_id", envelope.mergedFromId());
        putIfKnown(meta, "merged_to_id", Values.id(raw.get("merged_to_id")));
        if (envelope.dialect() == Dialect.V2) {
            var eventId = Values.nonBlank(raw.get("id"));
            // Of a user, Pipedrive sends the user's own id in this place.
            putIfKnown(meta, "pipedrive_event_id", envelope.record().id().equals(eventId) ? null : eventId);
            putIfKnown(meta, "correlation_id", Values.nonBlank(raw.get("correlation_id")));
            putIfKnown(meta, "webhook_type", Values.nonBlank(raw.get("type")));
        }
        return meta;
    }

    /** Of a row nobody knows who changed it, or how. */
    static ObjectNode ofRow(RecordRef record) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("company_id", record.companyId())
                .putNull("user_id")
                .putNull("change_source")
                .putNull("is_bulk");
    }

    /** When it happened: the delivery's time, else the record's own, cut to milliseconds; null if neither is usable. */
    static @Nullable Instant occurredAt(ObjectNode raw, ObjectNode canonical) {
        for (var name : new String[] {"timestamp_micro", "timestamp_milli", "timestamp"}) {
            var instant = Instants.parse(raw.get(name));
            if (instant != null) {
                return instant;
            }
        }
        return Identity.changedAt(canonical);
    }

    /** The account's host, or null if what stands there is none: it becomes part of a URL. */
    static @Nullable String host(@Nullable String host) {
        boolean isHost = host != null
                && !host.isEmpty()
                && host.length() <= MAX_HOST_LENGTH
                && host.chars().allMatch(EventMeta::isHostCharacter);
        return isHost ? host : null;
    }

    private static boolean isHostCharacter(int c) {
        return c < 128 && (Character.isLetterOrDigit(c) || c == '.' || c == '-');
    }

    private static void putIfKnown(ObjectNode meta, String name, @Nullable String value) {
        if (value != null) {
            meta.put(name, value);
        }
    }
}

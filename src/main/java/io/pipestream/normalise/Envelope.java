package io.pipestream.normalise;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipestream.event.Action;
import io.pipestream.event.RecordRef;
import org.jspecify.annotations.Nullable;

/** What both dialects say around a record, read and checked, or why it cannot be read. */
sealed interface Envelope {

    /**
     * An envelope that says which record changed and how.
     *
     * @param mergedFromId the record that this one took in; only of a merge, and null where a merge does not tell
     * @param state        the record after the change, of a deletion its last state; null only if a deletion has none
     * @param former       what is said of the record before an update; null if nothing is
     */
    record Opened(
            Dialect dialect,
            ObjectNode meta,
            RecordRef record,
            Action action,
            @Nullable String mergedFromId,
            @Nullable ObjectNode state,
            @Nullable ObjectNode former)
            implements Envelope {}

    /**
     * Nothing we know to be an event.
     *
     * @param reason a fixed phrase
     */
    record Unreadable(String reason) implements Envelope {}

    /** Reads the envelope; anything that becomes part of a record's or an event's identity must be safe to put there. */
    static Envelope open(ObjectNode body, String companyIdIfMissing) {
        var meta = body.get("meta") instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
        var dialect = Dialect.of(body, meta);
        if (dialect == null) {
            return new Unreadable("neither webhook v1 nor v2");
        }
        var action = dialect.action(body, meta);
        if (action == null) {
            return new Unreadable("unknown action");
        }
        var object = dialect.object(body, meta);
        if (object == null || !Identity.isObject(object)) {
            return new Unreadable("the object's type is missing or unusable");
        }
        var companyId = meta.hasNonNull("company_id") ? Values.id(meta.get("company_id")) : companyIdIfMissing;
        if (companyId == null || !Identity.isId(companyId)) {
            return new Unreadable("the company id is missing or unusable");
        }
        var current = dialect.current(body);
        var previous = dialect.previous(body);
        boolean isDeleted = action == Action.DELETED;
        var state = isDeleted && previous != null ? previous : current;
        if (state == null && !isDeleted) {
            return new Unreadable("the record is missing");
        }
        var id = recordId(dialect.recordId(meta), state);
        if (id == null || !Identity.isId(id)) {
            return new Unreadable("the record id is missing or unusable");
        }
        var mergedFrom = action == Action.MERGED ? mergedFrom(dialect, meta, current, previous) : null;
        var mergedFromId = Values.id(mergedFrom);
        if (mergedFrom != null && (mergedFromId == null || !Identity.isId(mergedFromId))) {
            return new Unreadable("the id of the merged record is unusable");
        }
        var record = new RecordRef(companyId, object, id);
        return new Opened(
                dialect, meta, record, action, mergedFromId, state, isFormer(dialect, action) ? previous : null);
    }

    private static @Nullable String recordId(@Nullable JsonNode inMeta, @Nullable ObjectNode state) {
        if (inMeta != null && !inMeta.isNull()) {
            return Values.id(inMeta);
        }
        return state == null ? null : Values.id(state.get("id"));
    }

    /** v1 names the loser in the survivor and shows it whole in {@code previous}. */
    private static @Nullable JsonNode mergedFrom(
            Dialect dialect, ObjectNode meta, @Nullable ObjectNode current, @Nullable ObjectNode previous) {
        if (dialect == Dialect.V2) {
            return meta.get("merged_from_id");
        }
        if (current != null && current.hasNonNull("merge_what_id")) {
            return current.get("merge_what_id");
        }
        return previous != null && previous.hasNonNull("id") ? previous.get("id") : null;
    }

    /** v1's {@code previous} of a merge is the other record, so it says nothing of this one. */
    private static boolean isFormer(Dialect dialect, Action action) {
        return action == Action.UPDATED || (action == Action.MERGED && dialect == Dialect.V2);
    }
}

package io.pipestream.normalise;

import java.time.Instant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipestream.event.Action;
import io.pipestream.event.Observation;
import io.pipestream.event.RecordRef;
import io.pipestream.event.Source;
import io.pipestream.normalise.PolledRow.Readable;
import io.pipestream.normalise.PolledRow.Unreadable;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The other door: a row of Recents or of a list to what webhooks would have said of the same state. Safe to share.
 */
@Singleton
public final class RowNormaliser {

    private static final Logger LOG = Logger.getLogger(RowNormaliser.class);

    public RowNormaliser() {}

    /**
     * Reads one row. Never throws, whatever is in it.
     *
     * @param object    in the singular, as webhooks spell it
     * @param data      the record; not changed, not kept
     * @param companyId the account the row was read from, since most rows do not say
     * @param host      the account's host; null while it is unknown
     */
    public PolledRow normalise(
            String object, ObjectNode data, RowShape shape, String companyId, @Nullable String host, Source source) {
        try {
            return read(object, data, shape, companyId, host, source);
        } catch (RuntimeException | StackOverflowError e) {
            // One row that we did not think of must not hold up its page for ever.
            LOG.errorf(e, "row not read source=%s", source.word());
            return new Unreadable("reading it failed");
        }
    }

    /** As the other one, of a row that was kept as text. */
    public PolledRow normalise(
            String object, byte[] row, RowShape shape, String companyId, @Nullable String host, Source source) {
        var data = Body.read(row);
        return data == null
                ? new Unreadable("the row is not a JSON object")
                : normalise(object, data, shape, companyId, host, source);
    }

    private static PolledRow read(
            String object, ObjectNode data, RowShape shape, String companyId, @Nullable String host, Source source) {
        if (!Identity.isObject(object)) {
            return new Unreadable("the object's type is missing or unusable");
        }
        if (!Identity.isId(companyId)) {
            return new Unreadable("the company id is missing or unusable");
        }
        var raw = Body.writableCopy(data);
        if (shape == RowShape.V2) {
            RestNames.putBack(object, raw);
        }
        var id = Values.id(raw.get("id"));
        if (id == null || !Identity.isId(id)) {
            return new Unreadable("the record id is missing or unusable");
        }
        boolean isDeleted = isDeleted(object, raw);
        var leftover = new Leftover(!isDeleted);
        var state = ObjectShapes.of(object).whole(raw, leftover).put("id", id);
        var record = new RecordRef(companyId, object, id);
        return readable(new Sighting(record, source, EventMeta.host(host), state, leftover), raw, isDeleted);
    }

    private static Readable readable(Sighting sighting, ObjectNode raw, boolean isDeleted) {
        var addedAt = Identity.addedAt(sighting.state());
        var updatedAt = Identity.updatedAt(sighting.state());
        var added = sighting.as(Action.ADDED, addedAt);
        if (isDeleted) {
            var deletedAt = Instants.parse(raw.get("delete_time"));
            var deleted = sighting.as(Action.DELETED, deletedAt == null ? updatedAt : deletedAt);
            return new Readable(added, null, deleted, addedAt, updatedAt);
        }
        boolean isAsAdded = addedAt != null && (updatedAt == null || updatedAt.equals(addedAt));
        var updated = isAsAdded ? null : sighting.as(Action.UPDATED, updatedAt);
        return new Readable(added, updated, null, addedAt, updatedAt);
    }

    /** Only deals say so in words; of a user, webhooks tell being switched off and being deleted as updates. */
    private static boolean isDeleted(String object, ObjectNode raw) {
        if (object.equals("user")) {
            return false;
        }
        var activeFlag = raw.get(object.equals("pipeline") && !raw.has("active_flag") ? "active" : "active_flag");
        return Boolean.TRUE.equals(Values.bool(raw.get("is_deleted")))
                || Boolean.TRUE.equals(Values.bool(raw.get("deleted")))
                || Boolean.FALSE.equals(Values.bool(activeFlag))
                || (object.equals("deal") && "deleted".equals(raw.path("status").textValue()));
    }

    /** A record as a row shows it. */
    private record Sighting(
            RecordRef record, Source source, @Nullable String host, ObjectNode state, Leftover leftover) {

        Observation as(Action action, @Nullable Instant occurredAt) {
            var object = state;
            if (action == Action.ADDED) {
                object = state.deepCopy();
                WebhookNormaliser.fillUpdateTime(object);
            }
            return new Observation(
                    Identity.dedupeKey(record, action, null, object, occurredAt),
                    record,
                    action,
                    occurredAt,
                    source,
                    host,
                    TriggerPayload.of(record.object(), action, object),
                    object,
                    null,
                    EventMeta.ofRow(record),
                    leftover.extra(),
                    leftover.drift());
        }
    }
}

package io.pipestream.normalise;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipestream.event.Action;
import io.pipestream.event.Observation;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** The door: a webhook's bytes to an observation, the same one for v1 and v2 of one change. Safe to share. */
@Singleton
public final class WebhookNormaliser {

    public WebhookNormaliser() {}

    /**
     * Reads one delivery. Never throws, whatever the bytes are.
     *
     * @param body               not changed, not kept
     * @param companyIdIfMissing the account the delivery came for, used if the body names none
     */
    public Normalised normalise(byte[] body, String companyIdIfMissing) {
        var json = Body.read(body);
        if (json == null) {
            return new Normalised.Rejected("the body is not a JSON object");
        }
        return switch (Envelope.open(json, companyIdIfMissing)) {
            case Envelope.Opened opened -> new Normalised.Accepted(observe(json, opened));
            case Envelope.Unreadable(var reason) -> new Normalised.Rejected(reason);
        };
    }

    private static Observation observe(ObjectNode body, Envelope.Opened envelope) {
        var record = envelope.record();
        var action = envelope.action();
        var shape = ObjectShapes.of(record.object());
        // A deletion may show as little of the last state as Pipedrive likes.
        var leftover = new Leftover(action != Action.DELETED);
        KnownEnvelope.check(body, envelope, leftover);
        var object = canonical(shape, envelope, leftover);
        var previous = previous(shape, envelope, object, leftover);
        var occurredAt = EventMeta.occurredAt(envelope.meta(), object);
        return new Observation(
                Identity.dedupeKey(record, action, envelope.mergedFromId(), object, occurredAt),
                record,
                action,
                occurredAt,
                envelope.dialect().source(),
                EventMeta.host(envelope.meta().path("host").textValue()),
                TriggerPayload.of(record.object(), action, object),
                object,
                previous,
                EventMeta.of(envelope),
                leftover.extra(),
                leftover.drift());
    }

    private static ObjectNode canonical(RecordShape shape, Envelope.Opened envelope, Leftover leftover) {
        var id = envelope.record().id();
        var state = envelope.state();
        if (state == null) {
            return shape.unknown(id);
        }
        var object = shape.whole(state, leftover);
        object.put("id", id);
        if (envelope.action() == Action.ADDED) {
            fillUpdateTime(object);
        }
        return object;
    }

    /** Of a new record, v1 fills the update time in and v2 leaves it null. */
    static void fillUpdateTime(ObjectNode added) {
        if (added.path("update_time").isNull() && added.has("add_time")) {
            added.set("update_time", added.get("add_time"));
        }
    }

    private static @Nullable ObjectNode previous(
            RecordShape shape, Envelope.Opened envelope, ObjectNode object, Leftover leftover) {
        var former = envelope.former();
        return former == null ? null : Previous.of(shape, former, object, envelope.dialect() == Dialect.V1, leftover);
    }
}

package io.pipestream.trigger;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import io.pipestream.event.Action;
import io.pipestream.event.EventType;

/**
 * A named stream of events that starts workflows.
 *
 * @param slug          the stable name, for example {@code PIPEDRIVE_NEW_DEAL_TRIGGER}
 * @param title         for people
 * @param description   a sentence for people
 * @param object        as Pipedrive spells it
 * @param hasOwnPayload whether events carry a payload of its own, each field text or null; of others the payload is the
 *     record
 * @param fields        of the payload, in their published order
 */
public record Trigger(
        String slug,
        String title,
        String description,
        String object,
        Action action,
        boolean hasOwnPayload,
        List<Field> fields) {

    /**
     * A field of the payload.
     *
     * @param type what it is in JSON if it is not null: {@code string}, {@code number}, {@code boolean}, {@code array} or
     *     {@code object}
     */
    public record Field(String name, String type, String description) {}

    public Trigger {
        fields = List.copyOf(fields);
    }

    /** The events that start it. */
    public EventType type() {
        return EventType.of(object, action);
    }

    /**
     * What a workflow reads of an event that starts it.
     *
     * @param event the value of the Kafka record
     */
    public JsonNode payload(JsonNode event) {
        return event.path(hasOwnPayload ? "payload" : "object");
    }
}

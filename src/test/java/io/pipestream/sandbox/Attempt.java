package io.pipestream.sandbox;

import java.time.Instant;
import java.util.Locale;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * One try to deliver one event to one webhook, or the decision not to try.
 *
 * @param id        grows by one; {@code POST /sandbox/deliveries/{id}/redeliver} takes it
 * @param webhookId the registration
 * @param event     for example {@code added.deal}
 * @param recordId  the record the event is about
 * @param eventId   webhook v2's {@code meta.id}
 * @param attempt   1 to 4
 * @param outcome   how it ended
 * @param status    the receiver's answer; null when there was none
 * @param millis    how long the answer took
 * @param at        when it ended
 */
public record Attempt(
        long id,
        long webhookId,
        String event,
        long recordId,
        String eventId,
        int attempt,
        Outcome outcome,
        @Nullable Integer status,
        long millis,
        Instant at) {

    /** How a try ended. */
    public enum Outcome {
        /** Answered with a 2xx in time. */
        DELIVERED,
        /** Another answer, or none in time. */
        FAILED,
        /** Not sent: the fault {@code drop}. */
        DROPPED,
        /** Not sent: the webhook was banned. */
        BANNED
    }

    JsonObject json() {
        return new JsonObject()
                .put("id", id)
                .put("webhook_id", webhookId)
                .put("event", event)
                .put("record_id", recordId)
                .put("event_id", eventId)
                .put("attempt", attempt)
                .put("outcome", outcome.name().toLowerCase(Locale.ROOT))
                .put("status", status)
                .put("ms", millis)
                .put("at", Times.millis(at));
    }
}

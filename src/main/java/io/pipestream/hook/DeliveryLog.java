package io.pipestream.hook;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A delivery as the API shows it.
 *
 * @param webhookId     what the receiver knows it by
 * @param sequence      the event's place in the journal
 * @param replayId      null if it is made because the event happened
 * @param nextAttemptAt null once it has ended
 * @param attempts      calls that have ended, in order
 */
public record DeliveryLog(
        long id,
        String webhookId,
        UUID eventId,
        long sequence,
        String key,
        @Nullable UUID replayId,
        State state,
        @Nullable Instant nextAttemptAt,
        Instant createdAt,
        @Nullable Instant settledAt,
        List<Attempt> attempts) {

    /** What has become of it. */
    public enum State {
        PENDING,
        DELIVERED,
        GIVEN_UP;

        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A call.
     *
     * @param status  null if there was no answer
     * @param problem null if it was a success
     * @param answer  the beginning of the answer's body; null of a success
     */
    public record Attempt(
            int attempt,
            Instant at,
            int millis,
            @Nullable Integer status,
            @Nullable String problem,
            @Nullable String answer) {}
}

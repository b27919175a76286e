package io.pipestream.journal;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.pipestream.platform.Problems;
import jakarta.ws.rs.core.Response.Status;
import org.jspecify.annotations.Nullable;

/** Which deliveries are wanted; what is null does not matter. Times are of receipt, from inclusive, to exclusive. */
record DeliveryFilter(
        @Nullable UUID registrationId,
        @Nullable UUID connectionId,
        @Nullable UUID eventId,
        @Nullable Instant receivedFrom,
        @Nullable Instant receivedTo,
        @Nullable Outcome outcome) {

    /** What became of a delivery. */
    enum Outcome {
        /** It was news. */
        @JsonProperty("first")
        FIRST,
        /** It told of an event that was stored before. */
        @JsonProperty("duplicate")
        DUPLICATE,
        /** It was not understood; of those that are no events now. */
        @JsonProperty("quarantined")
        QUARANTINED;

        static @Nullable Outcome of(@Nullable String word) {
            if (word == null) {
                return null;
            }
            try {
                return valueOf(word.toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw Problems.of(
                        Status.BAD_REQUEST, "outcome-invalid", "outcome is one of first, duplicate, quarantined.");
            }
        }
    }
}

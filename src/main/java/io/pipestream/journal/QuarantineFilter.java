package io.pipestream.journal;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.pipestream.platform.Problems;
import jakarta.ws.rs.core.Response.Status;
import org.jspecify.annotations.Nullable;

/** Which deliveries in quarantine are wanted; what is null does not matter. Times are from inclusive, to exclusive. */
public record QuarantineFilter(
        @Nullable State state,
        @Nullable String reason,
        @Nullable UUID registrationId,
        @Nullable Instant receivedFrom,
        @Nullable Instant receivedTo) {

    /** What was decided. */
    public enum State {
        /** Nothing yet. */
        @JsonProperty("open")
        OPEN,
        /** It was read again, and there is an event of it. */
        @JsonProperty("rerun")
        RERUN,
        @JsonProperty("discarded")
        DISCARDED;

        /** Open ones are what an operator looks for; all others have to be asked for. */
        static @Nullable State of(@Nullable String word) {
            if (word == null) {
                return OPEN;
            }
            if (word.equals("all")) {
                return null;
            }
            try {
                return valueOf(word.toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw Problems.of(Status.BAD_REQUEST, "state-invalid", "state is one of open, rerun, discarded, all.");
            }
        }
    }
}

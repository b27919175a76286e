package io.pipestream.coverage;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A time for which webhooks of a connection could not be heard. Both ends are by our clock and generous: what happened
 * shortly before {@code from} may have been delivered too late as well, so whoever repairs reads an overlap.
 *
 * @param to       null while it goes on
 * @param found    events in it that only the repair brought
 * @param closedAt null until it is repaired
 * @param detail   for people
 */
public record Gap(
        UUID id,
        UUID connectionId,
        Cause cause,
        Instant from,
        @Nullable Instant to,
        State state,
        long found,
        @Nullable Instant closedAt,
        String detail) {

    /** How far its repair is. */
    public enum State {
        /** Still going on, so it cannot be repaired to its end. */
        @JsonProperty("blind")
        BLIND,
        /** Over and not yet repaired. */
        @JsonProperty("open")
        OPEN,
        /** Repaired: everything Pipedrive still shows of it is in the journal. */
        @JsonProperty("closed")
        CLOSED;

        /** As the table and the API write it. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** @throws IllegalArgumentException if it is none */
        static State of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }
}

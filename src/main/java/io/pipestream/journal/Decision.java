package io.pipestream.journal;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * What somebody decided of a delivery in quarantine, or tried.
 *
 * @param by            the name of the access key
 * @param reason        an operator's for discarding it, or why it was rejected again
 * @param correctedBody what was read in place of the original, as text; null if the original was
 * @param eventId       that it became, or that was stored before
 */
public record Decision(
        UUID id,
        Instant at,
        String by,
        Kind decision,
        Outcome outcome,
        @Nullable String reason,
        @Nullable String correctedBody,
        @Nullable UUID eventId) {

    /** The same of an event that was stored before. */
    Decision asDuplicate() {
        return new Decision(id, at, by, decision, Outcome.DUPLICATE, reason, correctedBody, eventId);
    }

    /** What was done. */
    public enum Kind {
        @JsonProperty("rerun")
        RERUN,
        @JsonProperty("discard")
        DISCARD
    }

    /** What came of it. */
    public enum Outcome {
        /** There is an event of it now. */
        @JsonProperty("stored")
        STORED,
        /** An event of this change was stored before. */
        @JsonProperty("duplicate")
        DUPLICATE,
        /** It was not understood this time either; it stays where it is. */
        @JsonProperty("rejected")
        REJECTED,
        @JsonProperty("discarded")
        DISCARDED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}

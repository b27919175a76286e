package io.pipestream.journal;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/** Which events are wanted; what is null does not matter. Times are of receipt, from inclusive, to exclusive. */
record EventFilter(
        @Nullable String object,
        @Nullable String action,
        @Nullable String recordId,
        @Nullable Instant receivedFrom,
        @Nullable Instant receivedTo,
        @Nullable State state) {

    /** Where an event stands on its way to Kafka. */
    enum State {
        /** Committed, not yet acknowledged by Kafka. */
        @JsonProperty("pending")
        PENDING,
        @JsonProperty("published")
        PUBLISHED,
        /** Kafka refused it, for example as too large; it is in the dead-letter topic. */
        @JsonProperty("failed")
        FAILED
    }

    static EventFilter any() {
        return new EventFilter(null, null, null, null, null, null);
    }
}

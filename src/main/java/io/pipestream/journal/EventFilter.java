package io.pipestream.journal;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Which events are wanted; what is null or empty does not matter. Times are from inclusive, to exclusive.
 *
 * @param deliveryId   of any delivery that told of the event
 * @param sources      words of {@link io.pipestream.event.Source}
 * @param sequenceFrom the event's place in the journal, inclusive
 * @param sequenceTo   likewise
 * @param words        each occurs in the record, in upper or lower case
 * @param where        a predicate on the record, in Postgres' JSON path language
 */
public record EventFilter(
        List<UUID> ids,
        @Nullable UUID deliveryId,
        @Nullable String companyId,
        @Nullable String object,
        @Nullable String action,
        @Nullable String recordId,
        @Nullable String trigger,
        List<String> sources,
        @Nullable Instant receivedFrom,
        @Nullable Instant receivedTo,
        @Nullable Instant occurredFrom,
        @Nullable Instant occurredTo,
        @Nullable Long sequenceFrom,
        @Nullable Long sequenceTo,
        @Nullable State state,
        List<String> words,
        @Nullable String where) {

    /** Where an event stands on its way to Kafka. */
    public enum State {
        /** Committed, not yet acknowledged by Kafka. */
        @JsonProperty("pending")
        PENDING,
        @JsonProperty("published")
        PUBLISHED,
        /** Kafka refused it, for example as too large; it is in the dead-letter topic. */
        @JsonProperty("failed")
        FAILED
    }

    static EventFilter ofRecord(@Nullable String object, @Nullable String action, @Nullable String recordId) {
        return new EventFilter(
                List.of(), null, null, object, action, recordId, null, List.of(), null, null, null, null, null, null,
                null, List.of(), null);
    }

    /** Whether every record has to be read to tell if it is wanted, so that few are looked at in a given time. */
    boolean readsRecords() {
        return !words.isEmpty() || where != null;
    }
}

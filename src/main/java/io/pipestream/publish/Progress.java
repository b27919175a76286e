package io.pipestream.publish;

import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pipestream.journal.PendingEvent;
import io.pipestream.journal.Published;
import org.jspecify.annotations.Nullable;

/**
 * What a shard's relay has sent, as it stands in Kafka: written in the transaction that sends, so it is there exactly if
 * the events are. Of several only the last counts.
 *
 * @param through   events in turn are in Kafka up to this sequence number; 0 if there is none yet
 * @param id        of the event with that number, for a number alone means nothing to a restored database
 * @param outOfTurn events out of turn that the transaction sent
 * @param letter    the one event that the transaction dead-lettered
 */
record Progress(
        long through,
        @Nullable UUID id,
        List<Long> outOfTurn,
        @Nullable Letter letter) {

    static final Progress NONE = new Progress(0, null, List.of(), null);

    private static final ObjectMapper JSON = new ObjectMapper();

    /** An event that went to a dead-letter topic, and why. */
    record Letter(long seq, String topic, String problem) {

        Published published() {
            return new Published(seq, topic, null, null, problem);
        }
    }

    /** After these events in turn, too; none of an earlier one is missing. */
    Progress through(List<PendingEvent> inTurn) {
        return new Progress(inTurn.getLast().seq(), inTurn.getLast().id(), List.of(), null);
    }

    /** After these events out of turn, which say nothing about those in turn. */
    Progress and(List<PendingEvent> late) {
        return new Progress(through, id, late.stream().map(PendingEvent::seq).toList(), null);
    }

    Progress with(Letter dead) {
        return new Progress(through, id, outOfTurn, dead);
    }

    /** When Postgres knows of the transaction: what only it did needs no telling any more. */
    Progress acknowledged() {
        return outOfTurn.isEmpty() && letter == null ? this : new Progress(through, id, List.of(), null);
    }

    String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("numbers and text are always JSON", e);
        }
    }

    /** @throws IllegalArgumentException if it is not of our writing: then nobody can say what was sent */
    static Progress parse(String json) {
        try {
            return JSON.readValue(json, Progress.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("progress that cannot be read", e);
        }
    }
}

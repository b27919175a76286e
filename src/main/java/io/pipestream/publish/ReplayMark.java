package io.pipestream.publish;

import java.util.List;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pipestream.journal.PendingEvent;

/**
 * How far a replay is, as it stands in Kafka: written in the transaction that sends, so it is there exactly if the events
 * are.
 *
 * @param through      its events are in Kafka up to this sequence number
 * @param sent         how many these are
 * @param deadLettered how many of them Kafka never takes, so that only a dead letter is there
 * @param place        the offset at which this stands; -1 if that is not known
 */
public record ReplayMark(long through, long sent, long deadLettered, long place) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What stands in Kafka; where it stands is no part of it. */
    private record Content(long through, long sent, long deadLettered) {}

    /** Before the first event, all of which are after this sequence number. */
    public static ReplayMark before(long seq) {
        return new ReplayMark(seq, 0, 0, -1);
    }

    ReplayMark after(List<PendingEvent> events) {
        return new ReplayMark(events.getLast().seq(), sent + events.size(), deadLettered, place);
    }

    ReplayMark afterDeadLetter(PendingEvent event) {
        return new ReplayMark(event.seq(), sent + 1, deadLettered + 1, place);
    }

    ReplayMark at(long offset) {
        return new ReplayMark(through, sent, deadLettered, offset);
    }

    String toJson() {
        try {
            return JSON.writeValueAsString(new Content(through, sent, deadLettered));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("numbers are always JSON", e);
        }
    }

    /** @throws IllegalArgumentException if it is not of our writing: then nobody can say what was sent */
    static ReplayMark parse(String json, long offset) {
        try {
            var content = JSON.readValue(json, Content.class);
            return new ReplayMark(content.through(), content.sent(), content.deadLettered(), offset);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("progress of a replay that cannot be read", e);
        }
    }
}

package io.pipestream.event;

import java.util.List;
import java.util.stream.Stream;

/**
 * The headers of what we write to Kafka: CloudEvents 1.0, Kafka protocol binding, binary content mode, and what a dead
 * letter has besides. What is written and what is described both come from here.
 */
public enum EventHeader {
    SPECVERSION("ce_specversion"),
    ID("ce_id"),
    SOURCE("ce_source"),
    TYPE("ce_type"),
    SUBJECT("ce_subject"),
    TIME("ce_time"),
    DATASCHEMA("ce_dataschema"),
    PARTITIONKEY("ce_partitionkey"),
    SEQUENCE("ce_sequence"),
    INGESTPATH("ce_ingestpath"),
    CONTENT_TYPE("content-type"),
    /** Only while there are traces: W3C Trace Context. */
    TRACEPARENT("traceparent"),
    /** Only on a sample that somebody sent to try a consumer: {@code true}. */
    TEST("ce_test"),
    /** Only on a record that was sent again on request. */
    REPLAYID("ce_replayid"),
    DEAD_LETTER_REASON("dead-letter-reason"),
    DEAD_LETTER_TOPIC("dead-letter-topic");

    private final String wireName;

    EventHeader(String wireName) {
        this.wireName = wireName;
    }

    /** The header's key in the Kafka record. */
    public String wireName() {
        return wireName;
    }

    /** False if a record may lack it. */
    public boolean isAlwaysThere() {
        return this != TRACEPARENT && this != TEST;
    }

    /** The headers of an event. */
    public static List<EventHeader> ofEvents() {
        return ofDeadLetters().stream()
                .filter(header -> header != DEAD_LETTER_REASON && header != DEAD_LETTER_TOPIC)
                .toList();
    }

    /** The headers that an event has besides if it was sent again on request. */
    public static List<EventHeader> ofReplays() {
        return List.of(REPLAYID);
    }

    /** The headers that every record of a dead-letter topic has. */
    public static List<EventHeader> ofDeadLetters() {
        return Stream.of(values()).filter(header -> header != REPLAYID).toList();
    }

    /** The headers of a record of the control topic. */
    public static List<EventHeader> ofControl() {
        return ofEvents().stream()
                .filter(header -> header != SEQUENCE && header != INGESTPATH && header != TRACEPARENT && header != TEST)
                .toList();
    }
}

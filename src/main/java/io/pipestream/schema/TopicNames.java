package io.pipestream.schema;

/** The topics that are not of one type of event; {@link io.pipestream.event.EventType#topic} names those that are. */
public final class TopicNames {

    private TopicNames() {}

    /** Where consumers are told how far all is complete. */
    public static String control(String prefix) {
        return prefix + ".control";
    }

    /** Where what Kafka did not take in this topic is noted. */
    public static String deadLetters(String topic) {
        return topic + ".dlq";
    }
}

package io.pipestream.publish;

import java.util.Map;

/**
 * How Kafka has a topic.
 *
 * @param replicas of the partition that has the fewest
 * @param inSync   replicas, of the partition that has the fewest
 * @param settings the topic's own and those it has from the broker
 */
record TopicFacts(String name, int partitions, int replicas, int inSync, Map<String, String> settings) {

    String text(String setting) {
        return settings.getOrDefault(setting, "");
    }

    /** @param otherwise where Kafka does not tell, to somebody who may not ask */
    long number(String setting, long otherwise) {
        return settings.containsKey(setting) ? Long.parseLong(settings.get(setting)) : otherwise;
    }

    boolean isCompacted() {
        return text("cleanup.policy").contains("compact");
    }
}

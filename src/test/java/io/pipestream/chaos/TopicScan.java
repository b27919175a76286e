package io.pipestream.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads topics from the beginning to where they end now, with nothing but Kafka's own client. */
final class TopicScan {

    static final Pattern EVENTS = Pattern.compile("pipedrive\\.[a-z_]+\\.(added|updated|deleted|merged)");
    static final Pattern DEAD_LETTERS = Pattern.compile("pipedrive\\..*dlq");

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final String bootstrapServers;
    private final String isolation;

    private TopicScan(String bootstrapServers, String isolation) {
        this.bootstrapServers = bootstrapServers;
        this.isolation = isolation;
    }

    static TopicScan committed(String bootstrapServers) {
        return new TopicScan(bootstrapServers, "read_committed");
    }

    static TopicScan uncommitted(String bootstrapServers) {
        return new TopicScan(bootstrapServers, "read_uncommitted");
    }

    /** Shows every record of every topic of such a name; within a partition in the order of offsets. */
    void each(Pattern names, Consumer<ConsumerRecord<String, String>> action) {
        try (var consumer = consumer()) {
            for (var partition : partitions(consumer, names)) {
                read(consumer, partition, action);
            }
        }
    }

    /** The offset behind the last readable record, of all partitions together: a transaction that is open holds it. */
    long end(Pattern names) {
        try (var consumer = consumer()) {
            return consumer.endOffsets(partitions(consumer, names), TIMEOUT).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }

    private static void read(
            KafkaConsumer<String, String> consumer,
            TopicPartition partition,
            Consumer<ConsumerRecord<String, String>> action) {
        var only = List.of(partition);
        consumer.assign(only);
        consumer.seekToBeginning(only);
        long end = consumer.endOffsets(only, TIMEOUT).getOrDefault(partition, 0L);
        var stalled = System.nanoTime() + TIMEOUT.toNanos();
        while (consumer.position(partition) < end) {
            var before = consumer.position(partition);
            consumer.poll(Duration.ofMillis(200)).forEach(action);
            if (consumer.position(partition) > before) {
                stalled = System.nanoTime() + TIMEOUT.toNanos();
            } else if (System.nanoTime() - stalled > 0) {
                throw new IllegalStateException(partition + " cannot be read beyond offset " + before + " of " + end);
            }
        }
    }

    private static List<TopicPartition> partitions(KafkaConsumer<String, String> consumer, Pattern names) {
        return consumer.listTopics(TIMEOUT).entrySet().stream()
                .filter(topic -> names.matcher(topic.getKey()).matches())
                .flatMap(topic -> topic.getValue().stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    private KafkaConsumer<String, String> consumer() {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", bootstrapServers,
                        "isolation.level", isolation,
                        "allow.auto.create.topics", "false",
                        "enable.auto.commit", "false",
                        "auto.offset.reset", "earliest",
                        "max.poll.records", "5000"),
                new StringDeserializer(),
                new StringDeserializer());
    }
}

package io.pipestream.support;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.pipestream.schema.PublishedRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;

/**
 * A topic as a downstream team reads it: committed records only, from the beginning or from a {@link Mark}. Every record
 * that any test reads is held to its schema on the way.
 */
public final class Topic {

    private Topic() {}

    /** Every record that is in the topic now; none if there is no such topic. */
    public static List<ConsumerRecord<String, String>> read(String topic) {
        return read(Kafka.bootstrapServers(), topic);
    }

    /** As {@link #read(String)}, from these servers. */
    public static List<ConsumerRecord<String, String>> read(String bootstrapServers, String topic) {
        return read(bootstrapServers, topic, Map.of());
    }

    /** Where the topic ends now; its beginning if there is no such topic yet. */
    public static Mark mark(String topic) {
        try (var consumer = consumer(Kafka.bootstrapServers())) {
            return new Mark(topic, Map.copyOf(consumer.endOffsets(partitions(consumer, topic))));
        }
    }

    /**
     * A place in a topic: a test reads what its own action added, however much others wrote before.
     *
     * @param offsets the next record of each partition; a partition that is missing is read from its beginning
     */
    public record Mark(String topic, Map<TopicPartition, Long> offsets) {

        /** Every record that came after the mark. */
        public List<ConsumerRecord<String, String>> read() {
            return Topic.read(Kafka.bootstrapServers(), topic, offsets);
        }

        /** Awaits this many records after the mark that pass, and fails if there are more. */
        public List<ConsumerRecord<String, String>> await(int count, Predicate<ConsumerRecord<String, String>> wanted) {
            var reading = new Reading(Kafka.bootstrapServers(), this, wanted);
            // Asserted by number: the records themselves would fill the log.
            Awaitility.await("records in " + topic)
                    .atMost(Duration.ofSeconds(60))
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(200))
                    .untilAsserted(() -> assertThat(reading.on().size()).isGreaterThanOrEqualTo(count));
            var found = reading.on();
            assertThat(found.size()).as("records in " + topic).isEqualTo(count);
            return found;
        }
    }

    /** What is in a topic of these servers and passes, from its beginning. */
    public static Reading reading(
            String bootstrapServers, String topic, Predicate<ConsumerRecord<String, String>> wanted) {
        return new Reading(bootstrapServers, new Mark(topic, Map.of()), wanted);
    }

    /** Goes on where it stopped: a topic may have tens of thousands of records. */
    public static final class Reading {

        private final String bootstrapServers;
        private final Predicate<ConsumerRecord<String, String>> wanted;
        private final List<ConsumerRecord<String, String>> found = new ArrayList<>();
        private Mark reached;

        private Reading(String bootstrapServers, Mark from, Predicate<ConsumerRecord<String, String>> wanted) {
            this.bootstrapServers = bootstrapServers;
            this.wanted = wanted;
            this.reached = from;
        }

        /** Everything up to now that passes. */
        public List<ConsumerRecord<String, String>> on() {
            var more = new ArrayList<ConsumerRecord<String, String>>();
            reached = new Mark(reached.topic(), each(bootstrapServers, reached.topic(), reached.offsets(), more::add));
            more.stream().filter(wanted).forEach(found::add);
            return List.copyOf(found);
        }
    }

    private static List<ConsumerRecord<String, String>> read(
            String bootstrapServers, String topic, Map<TopicPartition, Long> from) {
        var records = new ArrayList<ConsumerRecord<String, String>>();
        each(bootstrapServers, topic, from, records::add);
        return records;
    }

    /** Shows every record that is in the topic now, one at a time, for there may be more than fit into memory. */
    static void each(String bootstrapServers, String topic, Consumer<ConsumerRecord<String, String>> action) {
        each(bootstrapServers, topic, Map.of(), action);
    }

    /** Answers how far it read. */
    private static Map<TopicPartition, Long> each(
            String bootstrapServers,
            String topic,
            Map<TopicPartition, Long> from,
            Consumer<ConsumerRecord<String, String>> action) {
        try (var consumer = consumer(bootstrapServers)) {
            var partitions = partitions(consumer, topic);
            consumer.assign(partitions);
            partitions.forEach(partition -> consumer.seek(partition, from.getOrDefault(partition, 0L)));
            var ends = consumer.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                for (var record : consumer.poll(Duration.ofMillis(200))) {
                    PublishedRecord.isAsItSays(bootstrapServers, record);
                    action.accept(record);
                }
            }
            // The last poll may have brought more than there was at the beginning.
            return partitions.stream().collect(Collectors.toMap(Function.identity(), consumer::position));
        }
    }

    /** Awaits this many records of the whole topic that pass, and fails if there are more. */
    public static List<ConsumerRecord<String, String>> await(
            String topic, int count, Predicate<ConsumerRecord<String, String>> wanted) {
        return new Mark(topic, Map.of()).await(count, wanted);
    }

    private static KafkaConsumer<String, String> consumer(String bootstrapServers) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", bootstrapServers,
                "isolation.level", "read_committed",
                "allow.auto.create.topics", "false",
                "auto.offset.reset", "earliest",
                // Closing awaits the fetch that is out, and that waits so long for what does not come.
                "fetch.max.wait.ms", "10",
                "max.poll.records", "5000");
        return new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
    }

    private static List<TopicPartition> partitions(KafkaConsumer<String, String> consumer, String topic) {
        return consumer.listTopics(Duration.ofSeconds(10)).getOrDefault(topic, List.of()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    /** A header's value, or an empty text if it is missing. */
    public static String header(ConsumerRecord<String, String> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), UTF_8);
    }

    /** All of them, in the order of their names; each test may do to them what it likes. */
    public static Map<String, String> headers(ConsumerRecord<String, String> record) {
        var headers = new TreeMap<String, String>();
        record.headers().forEach(header -> headers.put(header.key(), new String(header.value(), UTF_8)));
        return headers;
    }

    /** The event's place in the journal. */
    public static long sequence(ConsumerRecord<String, String> record) {
        return Long.parseLong(header(record, "ce_sequence"));
    }

    /** Holds them to tell of no event twice, and of what happened to each record of Pipedrive in order. */
    public static void assertEachOnceAndInOrder(List<ConsumerRecord<String, String>> records) {
        assertThat(records).extracting(record -> header(record, "ce_id")).doesNotHaveDuplicates();
        assertThat(records.stream().collect(Collectors.groupingBy(ConsumerRecord::key)))
                .allSatisfy((key, ofRecord) ->
                        assertThat(ofRecord).extracting(Topic::sequence).isSorted());
    }
}

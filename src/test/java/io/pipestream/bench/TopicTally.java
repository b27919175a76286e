package io.pipestream.bench;

import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Counts what a downstream team can read: committed records of the topic, by reading them. Ends of partitions alone
 * would not do, for they count the markers of transactions too.
 */
final class TopicTally implements AutoCloseable {

    private static final String TOPIC = "pipedrive.deal.added";

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final KafkaConsumer<String, byte[]> consumer;

    /**
     * A count.
     *
     * @param records  of this run's deals
     * @param distinct deals among them
     * @param early    of those records, how many were readable at each of the earlier looks
     */
    record Count(long records, long distinct, List<Long> early) {}

    TopicTally(String bootstrapServers) {
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", bootstrapServers,
                        "isolation.level", "read_committed",
                        "allow.auto.create.topics", "false",
                        "enable.auto.commit", "false",
                        "auto.offset.reset", "earliest",
                        "max.poll.records", "5000"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }

    /** How far each partition can be read now; empty while there is no topic. */
    Map<TopicPartition, Long> ends() {
        return consumer.endOffsets(partitions(), TIMEOUT);
    }

    /**
     * Reads from there to the end.
     *
     * @param from  a look at the topic before the load
     * @param looks later looks
     * @param first the number of this run's first deal; records of other deals are not counted
     */
    Count count(Map<TopicPartition, Long> from, List<Map<TopicPartition, Long>> looks, long first) {
        var partitions = partitions();
        var ends = consumer.endOffsets(partitions, TIMEOUT);
        consumer.assign(partitions);
        partitions.forEach(partition -> consumer.seek(partition, from.getOrDefault(partition, 0L)));
        var seen = new BitSet();
        long records = 0;
        var early = new long[looks.size()];
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            for (var row : consumer.poll(Duration.ofMillis(200))) {
                var index = deal(row) - first;
                if (index < 0) {
                    continue;
                }
                seen.set(Math.toIntExact(index));
                records++;
                for (int i = 0; i < early.length; i++) {
                    if (row.offset() < looks.get(i).getOrDefault(new TopicPartition(TOPIC, row.partition()), 0L)) {
                        early[i]++;
                    }
                }
            }
        }
        return new Count(
                records, seen.cardinality(), LongStream.of(early).boxed().toList());
    }

    @Override
    public void close() {
        consumer.close();
    }

    private List<TopicPartition> partitions() {
        return consumer.listTopics(TIMEOUT).getOrDefault(TOPIC, List.of()).stream()
                .map(info -> new TopicPartition(TOPIC, info.partition()))
                .toList();
    }

    /** The key is company, object and number, with colons between. */
    private static long deal(ConsumerRecord<String, byte[]> row) {
        return Long.parseLong(row.key().substring(row.key().lastIndexOf(':') + 1));
    }
}

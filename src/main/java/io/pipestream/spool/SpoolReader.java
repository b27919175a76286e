package io.pipestream.spool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;

/** Reads the spool topic from a place on. For one thread. */
final class SpoolReader implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(SpoolReader.class);

    private static final Duration POLL = Duration.ofMillis(100);

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Consumer<byte[], byte[]> consumer;
    private final TopicPartition partition;

    private SpoolReader(Consumer<byte[], byte[]> consumer, TopicPartition partition) {
        this.consumer = consumer;
        this.partition = partition;
    }

    /**
     * A part of the topic.
     *
     * @param next where the next record after it may be
     */
    record Part(List<ConsumerRecord<byte[], byte[]>> records, long next) {}

    static SpoolReader open(SpoolTopic topic, int batch) {
        var settings = topic.client("reader");
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, batch);
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 4_000);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 4_000);
        var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.assign(List.of(topic.partition()));
        return new SpoolReader(consumer, topic.partition());
    }

    /**
     * From one place to another, or less if that is too much.
     *
     * @throws KafkaException if Kafka does not return it
     */
    Part read(long from, long end, int atMost, long bytes) {
        long begin = consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, from);
        if (begin > from) {
            LOG.errorf(
                    "spool does not go back to where it was drained from=%d begin=%d; was the database restored, or were"
                            + " records deleted by hand?",
                    from, begin);
        }
        long position = Math.max(begin, from);
        if (position >= end) {
            return new Part(List.of(), end);
        }
        consumer.seek(partition, position);
        var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        long size = 0;
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (position < end && records.size() < atMost && size < bytes) {
            if (System.nanoTime() - deadline > 0) {
                throw new KafkaException("the spool is not returned from " + position);
            }
            for (var row : consumer.poll(POLL)) {
                if (row.offset() < end && records.size() < atMost && size < bytes) {
                    records.add(row);
                    size += row.value() == null ? 0 : row.value().length;
                    position = row.offset() + 1;
                }
            }
            if (records.size() < atMost && size < bytes) {
                position = consumer.position(partition);
            }
        }
        return new Part(records, Math.min(position, end));
    }

    @Override
    public void close() {
        consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ofSeconds(1)));
    }
}

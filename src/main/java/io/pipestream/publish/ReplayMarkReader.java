package io.pipestream.publish;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.inject.Singleton;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads back how far a replay had come. After fencing, so that nothing can be committed behind the answer. */
@Singleton
class ReplayMarkReader {

    private static final Duration POLL = Duration.ofMillis(100);

    /** Longer than a transaction that somebody else has left open can last. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ProducerSettings settings;
    private final Topics topics;

    ReplayMarkReader(ProducerSettings settings, Topics topics) {
        this.settings = settings;
        this.topics = topics;
    }

    /**
     * The last committed mark of the replay.
     *
     * @param known  an earlier one: what stands before it need not be read
     * @throws SinkUnavailableException if Kafka does not tell
     */
    ReplayMark read(UUID replayId, ReplayMark known) throws InterruptedException {
        var partition = new TopicPartition(topics.replayProgress(), 0);
        var readCommitted = settings.reader(replayId);
        try (var consumer = consumer(readCommitted)) {
            consumer.assign(List.of(partition));
            // All replays write here. To the end of what is written and not only of what can be read yet: a transaction
            // of another replay hides what is committed behind its beginning for as long as it is open.
            var end = end(readCommitted, partition);
            var begin = consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
            // A place behind the end is one of a topic that was deleted.
            consumer.seek(partition, known.place() >= begin && known.place() < end ? known.place() : begin);
            return last(consumer, partition, end, replayId, known);
        } catch (InterruptException e) {
            throw (InterruptedException) new InterruptedException().initCause(e);
        } catch (KafkaException e) {
            throw new SinkUnavailableException("progress of replay " + replayId + " not read", e);
        }
    }

    private static ReplayMark last(
            Consumer<String, String> consumer, TopicPartition partition, long end, UUID replayId, ReplayMark known) {
        var last = known;
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (consumer.position(partition) < end) {
            if (System.nanoTime() - deadline > 0) {
                throw new SinkUnavailableException("Kafka does not return the progress up to offset " + end, null);
            }
            for (var row : consumer.poll(POLL)) {
                if (row.key().equals(replayId.toString())) {
                    var mark = ReplayMark.parse(row.value(), row.offset());
                    last = mark.through() >= last.through() ? mark : last;
                }
            }
        }
        // Nothing of it is before the end, so that is where to look the next time.
        return last.place() < 0 && end > 0 ? last.at(end - 1) : last;
    }

    private static long end(Map<String, Object> readCommitted, TopicPartition partition) {
        var settings = new HashMap<>(readCommitted);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
        try (var consumer = consumer(settings)) {
            consumer.assign(List.of(partition));
            return consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        }
    }

    private static KafkaConsumer<String, String> consumer(Map<String, Object> settings) {
        return new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
    }
}

package io.pipestream.publish;

import java.time.Duration;
import java.util.List;

import jakarta.inject.Singleton;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads back how far a shard's relay had come. After fencing, so that nothing can be committed behind the answer. */
@Singleton
class ProgressReader {

    private static final Duration POLL = Duration.ofMillis(100);

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Behind the last progress there are only its marker and transactions that were aborted. */
    private static final long LAST_FEW = 20;

    private final ProducerSettings settings;
    private final Topics topics;

    ProgressReader(ProducerSettings settings, Topics topics) {
        this.settings = settings;
        this.topics = topics;
    }

    /**
     * The last committed progress, {@link Progress#NONE} if there is none.
     *
     * @throws SinkUnavailableException if Kafka does not tell
     */
    Progress read(int shard) throws InterruptedException {
        var partition = new TopicPartition(topics.progress(), shard);
        try (var consumer =
                new KafkaConsumer<>(settings.reader(shard), new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(partition));
            long begin = consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            for (long back = LAST_FEW; ; back *= 10) {
                var last = last(consumer, partition, Math.max(begin, end - back), end);
                if (last != null) {
                    return Progress.parse(last);
                }
                if (end - back <= begin) {
                    return Progress.NONE;
                }
            }
        } catch (InterruptException e) {
            throw (InterruptedException) new InterruptedException().initCause(e);
        } catch (KafkaException e) {
            throw new SinkUnavailableException("progress of shard " + shard + " not read", e);
        }
    }

    private static @Nullable String last(
            Consumer<String, String> consumer, TopicPartition partition, long from, long end) {
        consumer.seek(partition, from);
        String last = null;
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (consumer.position(partition) < end) {
            if (System.nanoTime() - deadline > 0) {
                throw new SinkUnavailableException("Kafka does not return the progress up to offset " + end, null);
            }
            for (var row : consumer.poll(POLL)) {
                last = row.value();
            }
        }
        return last;
    }
}

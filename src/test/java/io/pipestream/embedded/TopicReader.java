package io.pipestream.embedded;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads a topic without a group, so that looking leaves no trace on the broker. */
final class TopicReader implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConsumer<@Nullable String, @Nullable String> consumer;
    private final String topic;
    private final boolean fromBeginning;

    private TopicReader(
            KafkaConsumer<@Nullable String, @Nullable String> consumer, String topic, boolean fromBeginning) {
        this.consumer = consumer;
        this.topic = topic;
        this.fromBeginning = fromBeginning;
    }

    static TopicReader open(String bootstrapServers, String topic, boolean fromBeginning) {
        var consumer = new KafkaConsumer<@Nullable String, @Nullable String>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false",
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false",
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"),
                new StringDeserializer(),
                new StringDeserializer());
        return new TopicReader(consumer, topic, fromBeginning);
    }

    /**
     * Prints records until there were enough, or until none came for a while. A topic that does not exist yet is
     * waited for.
     *
     * @return how many were printed
     */
    long print(long max, Duration patience, PrintStream out) {
        long printed = 0;
        var assigned = false;
        var deadline = System.nanoTime() + patience.toNanos();
        while (printed < max && System.nanoTime() < deadline) {
            if (!assigned) {
                assigned = assign();
                continue;
            }
            for (var row : consumer.poll(POLL)) {
                if (printed < max) {
                    print(row, out);
                    printed++;
                }
                deadline = System.nanoTime() + patience.toNanos();
            }
        }
        out.flush();
        return printed;
    }

    @Override
    public void close() {
        consumer.close();
    }

    /** Takes all partitions of the topic; false while there are none. */
    private boolean assign() {
        var partitions = partitions();
        if (partitions.isEmpty()) {
            // The client asks for what it does not know only while it polls, which also paces this loop.
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            consumer.poll(POLL);
            consumer.unsubscribe();
            return false;
        }
        consumer.assign(partitions);
        if (fromBeginning) {
            consumer.seekToBeginning(partitions);
        } else {
            consumer.seekToEnd(partitions);
        }
        return true;
    }

    private List<TopicPartition> partitions() {
        return consumer.partitionsFor(topic, Duration.ofSeconds(5)).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }

    private void print(ConsumerRecord<@Nullable String, @Nullable String> row, PrintStream out) {
        out.println("partition " + row.partition() + ", offset " + row.offset() + ", key " + row.key());
        for (var header : row.headers()) {
            var value = header.value();
            out.println(header.key() + ": " + (value == null ? "" : new String(value, StandardCharsets.UTF_8)));
        }
        out.println();
        out.println(pretty(row.value()));
        out.println();
    }

    private static String pretty(@Nullable String value) {
        if (value == null) {
            return "(no value)";
        }
        try {
            return JSON.writeValueAsString(JSON.readTree(value));
        } catch (JsonProcessingException notJson) {
            return value;
        }
    }
}

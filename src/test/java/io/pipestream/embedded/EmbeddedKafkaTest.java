package io.pipestream.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaTest {

    private static final String TOPIC = "pipedrive.deal.added";

    @BeforeAll
    static void quietServers() {
        ServerLogs.quiet();
    }

    @Test
    void recordsSurviveARestartOnAnotherPortAndOpenTransactionsAreNotShown(@TempDir Path folder) throws Exception {
        // Given
        try (var first = EmbeddedKafka.start(folder, 0);
                var admin = Admin.create(Map.of("bootstrap.servers", first.bootstrapServers()));
                var producer = transactional(first)) {
            admin.createTopics(List.of(new NewTopic(TOPIC, Optional.of(1), Optional.empty())))
                    .all()
                    .get();
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(record("kept", "{\"trigger\":null}")).get();
            producer.commitTransaction();
            producer.beginTransaction();
            producer.send(record("aborted", "{}")).get();
            producer.abortTransaction();
        }

        // When
        var printed = new ByteArrayOutputStream();
        long count;
        try (var second = EmbeddedKafka.start(folder, Ports.free());
                var reader = TopicReader.open(second.bootstrapServers(), TOPIC, true)) {
            count = reader.print(10, Duration.ofSeconds(3), new PrintStream(printed, true, StandardCharsets.UTF_8));
        }

        // Then
        assertThat(count).isEqualTo(1);
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualToNormalizingNewlines("""
                partition 0, offset 0, key kept
                ce_id: 1

                {
                  "trigger" : null
                }

                """);
    }

    @Test
    void aTopicIsNotMadeByAskingForIt(@TempDir Path folder) throws Exception {
        // Given
        try (var kafka = EmbeddedKafka.start(folder, 0);
                var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
                var reader = TopicReader.open(kafka.bootstrapServers(), "mistyped", true)) {

            // When
            var count = reader.print(
                    1,
                    Duration.ofSeconds(1),
                    new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));

            // Then
            assertThat(count).isZero();
            assertThat(admin.listTopics().names().get()).doesNotContain("mistyped");
        }
    }

    private static ProducerRecord<String, String> record(String key, String value) {
        var row = new ProducerRecord<>(TOPIC, key, value);
        row.headers().add("ce_id", "1".getBytes(StandardCharsets.UTF_8));
        return row;
    }

    private static Producer<String, String> transactional(EmbeddedKafka kafka) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "transactional.id", "test"),
                new StringSerializer(),
                new StringSerializer());
    }
}

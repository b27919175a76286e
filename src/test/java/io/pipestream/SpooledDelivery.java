package io.pipestream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

import io.pipestream.support.Kafka;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A delivery in the spool topic, as an instance writes it; a version that comes later has to read it.
 *
 * @param headers the delivery's own, as JSON
 */
record SpooledDelivery(UUID id, UUID registration, String body, Instant receivedAt, String headers) {

    static final String TOPIC = "pipedrive.spool";

    static SpooledDelivery of(UUID registration, String body, Instant receivedAt) {
        return new SpooledDelivery(UUID.randomUUID(), registration, body, receivedAt, "{\"user-agent\":\"test\"}");
    }

    SpooledDelivery withHeaders(String json) {
        return new SpooledDelivery(id, registration, body, receivedAt, json);
    }

    void send() {
        var record = new ProducerRecord<byte[], byte[]>(TOPIC, 0, null, body.getBytes(UTF_8));
        Map.of(
                        "delivery", id.toString(),
                        "registration", registration.toString(),
                        "company", "7301",
                        "received", receivedAt.toString(),
                        "headers", headers)
                .forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
        send(record);
    }

    /** A record that no instance wrote. */
    static void sendForeign(String value) {
        send(new ProducerRecord<>(TOPIC, 0, null, value.getBytes(UTF_8)));
    }

    private static void send(ProducerRecord<byte[], byte[]> record) {
        Map<String, Object> settings = Map.of("bootstrap.servers", Kafka.bootstrapServers());
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            var sent = producer.send(record);
            producer.flush();
            assertThat(sent).isDone();
        }
    }
}

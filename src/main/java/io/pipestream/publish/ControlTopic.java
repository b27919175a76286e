package io.pipestream.publish;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.pipestream.coverage.Coverage.Mark;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Sends the few small records of the control topic, with a producer of its own that is made at the first of them. */
@Singleton
class ControlTopic {

    private static final long TIMEOUT_SECONDS = 15;

    private final Topics topics;
    private final ControlRecords records;
    private final Clock clock;
    private final Map<String, Object> kafka;
    private @Nullable Producer<String, String> producer;

    ControlTopic(
            Topics topics,
            ControlRecords records,
            Clock clock,
            @Identifier("default-kafka-broker") Map<String, Object> kafka) {
        this.topics = topics;
        this.records = records;
        this.clock = clock;
        this.kafka = kafka;
    }

    /**
     * Waits until all in-sync replicas have the record.
     *
     * @throws SinkUnavailableException if that is not known; it may be in the topic all the same
     */
    synchronized void tell(Mark mark) throws InterruptedException {
        topics.ensureCompacted(records.topic());
        try {
            var sent = producer().send(records.advanced(mark, clock.instant()));
            sent.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            topics.forget(records.topic());
            close(); // some failures are for ever; a new producer knows nothing of them
            throw new SinkUnavailableException("Kafka did not take a record of " + records.topic(), e);
        }
    }

    private Producer<String, String> producer() {
        var open = producer;
        if (open == null) {
            open = new KafkaProducer<>(settings(), new StringSerializer(), new StringSerializer());
            producer = open;
        }
        return open;
    }

    private Map<String, Object> settings() {
        var settings = new HashMap<>(kafka);
        settings.put("client.id", "pipestream-control");
        settings.put("acks", "all");
        settings.put("enable.idempotence", true);
        settings.put("max.block.ms", 5_000);
        settings.put("request.timeout.ms", 5_000);
        settings.put("delivery.timeout.ms", 10_000);
        return settings;
    }

    @PreDestroy
    synchronized void close() {
        if (producer != null) {
            producer.close(Duration.ofSeconds(1));
            producer = null;
        }
    }
}

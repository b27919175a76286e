package io.pipestream.spool;

import java.time.Duration;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Puts deliveries into the spool topic. A thread of its own, because a producer may block while Kafka is away. */
@Singleton
class SpoolWriter {

    private static final Logger LOG = Logger.getLogger(SpoolWriter.class);

    private static final int BEFORE_OTHERS = 4;

    /** From the door to Kafka's acknowledgement: with the journal's patience and the late answer below 10 s. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final int DELIVERY_TIMEOUT = (int) PATIENCE.toMillis();

    private static final int LINGER = 5;

    private final SpoolTopic topic;
    private final SpoolConfig config;
    private final Dirt dirt;
    private final WaitingRoom waiting;
    private final Thread thread =
            Thread.ofPlatform().daemon().name("spool-writer").unstarted(this::run);
    private @Nullable Producer<byte[], byte[]> producer;
    private volatile boolean stopping;

    SpoolWriter(SpoolTopic topic, SpoolConfig config, Dirt dirt) {
        this.topic = topic;
        this.config = config;
        this.dirt = dirt;
        this.waiting = new WaitingRoom(config);
    }

    void start(@Observes StartupEvent event) {
        thread.start();
    }

    void stop(@Observes @Priority(BEFORE_OTHERS) ShutdownEvent event) throws InterruptedException {
        stopping = true;
        thread.join(PATIENCE.multipliedBy(2));
    }

    /**
     * Completes when all in-sync replicas have it; fails with {@link NotKeptException} if that is not known in time. This
     * instance is dirty before it begins.
     */
    Uni<KeptDelivery> spool(KeptDelivery delivery) {
        return Uni.createFrom()
                .<KeptDelivery>emitter(answer -> {
                    dirt.begin();
                    if (stopping || !waiting.offer(delivery, answer)) {
                        dirt.end();
                        answer.fail(new NotKeptException("too many deliveries wait to be spooled"));
                    }
                })
                .ifNoItem()
                .after(PATIENCE)
                .failWith(() -> new NotKeptException("Kafka did not acknowledge it in time"));
    }

    private void run() {
        warmUp();
        while (!stopping || !waiting.isEmpty()) {
            try {
                waiting.next(config.batchSize(), config.batchBytes()).forEach(this::send);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException | Error e) {
                LOG.errorf(e, "spool writer failed; going on");
            }
        }
        closeProducer();
    }

    /** The first deliveries come all at once, and must not wait until connections and metadata are there. */
    private void warmUp() {
        try {
            var unused = producer().partitionsFor(topic.name());
        } catch (InterruptException e) {
            Thread.currentThread().interrupt();
        } catch (KafkaException e) {
            LOG.debugf(e, "spool not reached yet; whoever has to spool tries again");
        }
    }

    private void send(WaitingRoom.Waiting one) {
        if (one.isOlderThan(PATIENCE)) {
            dirt.end(); // its sender has been refused
            return;
        }
        try {
            var unused = producer().send(SpoolRecords.write(topic.name(), one.kept()), (place, failure) -> {
                dirt.end();
                if (failure == null) {
                    one.done();
                } else {
                    LOG.debugf(
                            failure,
                            "delivery not spooled delivery=%s",
                            one.kept().delivery().id());
                    one.failed(new NotKeptException("Kafka did not take it", failure));
                }
            });
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            dirt.end();
            one.failed(new NotKeptException("no Kafka producer", e));
            closeProducer(); // some failures are for ever; a new one knows nothing of them
        }
    }

    private Producer<byte[], byte[]> producer() {
        var open = producer;
        if (open == null) {
            var settings = topic.client("writer");
            settings.put(ProducerConfig.ACKS_CONFIG, "all");
            settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
            settings.put(ProducerConfig.LINGER_MS_CONFIG, LINGER);
            settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 * 1024);
            settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
            settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, SpoolTopic.LARGEST_RECORD);
            settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 2L * SpoolTopic.LARGEST_RECORD);
            settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, DELIVERY_TIMEOUT / 2);
            settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_TIMEOUT);
            settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, DELIVERY_TIMEOUT - LINGER);
            open = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
            producer = open;
        }
        return open;
    }

    private void closeProducer() {
        if (producer != null) {
            producer.close(PATIENCE);
            producer = null;
        }
    }
}

package io.pipestream.publish;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/** Settings of the Kafka clients of the relay and of replays: what an operator may change, then {@code kafka.*}, then what must be so. */
@Singleton
class ProducerSettings {

    /** A broker aborts what a holder left behind after this time, if nobody takes the shard over before. */
    private static final int TRANSACTION_TIMEOUT = 15_000;

    /** Below the transaction's, so that a send fails before its transaction does. */
    private static final int DELIVERY_TIMEOUT = 10_000;

    private static final int REQUEST_TIMEOUT = 5_000;

    /** Closing a reader awaits the fetch that is out, and that lasts so long where nothing more comes. */
    private static final int FETCH_WAIT = 50;

    /** A commit sends at once what waits, so this only lets a batch fill while it is handed over. */
    private static final int LINGER = 50;

    /** Above the broker's usual limit, which then decides; a record larger than either is dead-lettered. */
    private static final int LARGEST_REQUEST = 16 * 1024 * 1024;

    private final Map<String, Object> kafka;
    private final String prefix;

    ProducerSettings(@Identifier("default-kafka-broker") Map<String, Object> kafka, PublishConfig config) {
        this.kafka = Map.copyOf(kafka);
        this.prefix = config.transactionalIdPrefix();
    }

    Map<String, Object> producer(int shard) {
        return producer(transactionalId(shard));
    }

    /** Of a replay: one for all of its runs, so that the next run fences the last one. */
    Map<String, Object> producer(UUID replayId) {
        return producer(transactionalId(replayId));
    }

    private Map<String, Object> producer(String transactionalId) {
        var settings = new HashMap<String, Object>();
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, LINGER);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_REQUEST);
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 2L * LARGEST_REQUEST);
        settings.putAll(kafka);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, transactionalId);
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_TIMEOUT);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, DELIVERY_TIMEOUT);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT);
        return settings;
    }

    /** For a consumer that belongs to no group and reads what is committed. */
    Map<String, Object> reader(int shard) {
        return reader(transactionalId(shard));
    }

    /** Likewise for the progress of a replay. */
    Map<String, Object> reader(UUID replayId) {
        return reader(transactionalId(replayId));
    }

    private Map<String, Object> reader(String transactionalId) {
        var settings = new HashMap<>(kafka);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, transactionalId + "-progress");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT);
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, DELIVERY_TIMEOUT);
        return settings;
    }

    private String transactionalId(UUID replayId) {
        return prefix + "-replay-" + replayId;
    }

    private String transactionalId(int shard) {
        return prefix + "-relay-" + shard;
    }
}

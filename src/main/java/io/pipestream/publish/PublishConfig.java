package io.pipestream.publish;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;

/** Settings of the relay from Postgres to Kafka. A bad value stops the service at start. */
@ConfigMapping(prefix = "pipestream.publish")
public interface PublishConfig {

    /** First part of every topic: {@code pipedrive} gives {@code pipedrive.deal.added}. */
    @WithDefault("pipedrive")
    @Pattern(regexp = "[a-zA-Z0-9_-]{1,100}")
    String topicPrefix();

    /** Partitions of a topic that the relay creates. More allows more readers of one group; never change it later. */
    @WithDefault("6")
    @Min(1)
    @Max(1_000)
    int topicPartitions();

    /** Copies of each partition of a topic that the relay creates; -1 leaves it to the broker's default. */
    @WithDefault("-1")
    @Min(-1)
    short topicReplication();

    /** Events of one Kafka transaction at most. */
    @WithDefault("500")
    @Min(1)
    @Max(5_000)
    int batchSize();

    /**
     * Bytes of the records of one transaction; one that is larger goes alone. For each shard the heap holds them about
     * four times over: as text, serialised, and in the producer's buffer.
     */
    @WithDefault("8000000")
    @Min(1_000)
    long batchBytes();

    /** How often a shard's relay looks into the outbox by itself; its own instance's commits wake it at once. */
    @WithDefault("250ms")
    Duration interval();

    /**
     * Pause after a batch that was not full, so that a steady stream is relayed in few Kafka transactions: each costs the
     * broker the same, whether it carries one event or hundreds. An event that comes within this time after another one
     * waits for the rest of it; a lone one is relayed at once.
     */
    @WithDefault("200ms")
    Duration linger();

    /** How long an instance that died keeps its shards from the others. */
    @WithDefault("5s")
    Duration lease();

    /**
     * Parts into which the records are divided, a record's events all in one; each is relayed by one instance at a time.
     * Read when the schema is made, and fixed from then on.
     */
    @WithDefault("4")
    @Min(1)
    @Max(256)
    int shards();

    /**
     * First part of every {@code transactional.id}: {@code pipestream} gives {@code pipestream-relay-0}. Two
     * installations on one Kafka need two of them, and all instances of one installation the same.
     */
    @WithDefault("pipestream")
    @Pattern(regexp = "[a-zA-Z0-9._-]{1,100}")
    String transactionalIdPrefix();
}

package io.pipestream.publish;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.pipestream.journal.PendingEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Names topics and creates them before their first event, so that their partitions are ours to choose. */
@Singleton
class Topics {

    private static final Logger LOG = Logger.getLogger(Topics.class);

    private static final long TIMEOUT_SECONDS = 10;

    private static final Map<String, String> COMPACTED =
            Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);

    private final PublishConfig config;
    private final Map<String, Object> kafka;
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private @Nullable Admin admin;

    Topics(PublishConfig config, @Identifier("default-kafka-broker") Map<String, Object> kafka) {
        this.config = config;
        this.kafka = kafka;
    }

    /** The topic of an event, {@code pipedrive.deal.added}. */
    String of(PendingEvent event) {
        return event.type().topic(config.topicPrefix());
    }

    String prefix() {
        return config.topicPrefix();
    }

    /** The topic of the relay's progress, a partition for each shard; nobody else's to read or write. */
    String progress() {
        return config.topicPrefix() + ".relay-progress";
    }

    /** Where replays note how far they are, a key for each; nobody else's to read or write. */
    String replayProgress() {
        return config.topicPrefix() + ".replay-progress";
    }

    /**
     * Makes sure that there is a place for the progress of this many shards.
     *
     * @throws SinkUnavailableException if there is none, for without it nothing can be sent exactly once
     */
    synchronized void ensureProgress(int shards) throws InterruptedException {
        var topic = progress();
        if (partitions(topic) == 0) {
            create(List.of(new NewTopic(topic, Optional.of(shards), replication()).configs(COMPACTED)));
        }
        var found = partitions(topic);
        if (found < shards) {
            throw new SinkUnavailableException(
                    "topic %s has %d partitions and needs %d, compacted; create or enlarge it"
                            .formatted(topic, found, shards),
                    null);
        }
    }

    /**
     * Makes sure that the topics exist. One that may not be created is left to the broker: the send tells.
     *
     * @throws SinkUnavailableException if Kafka does not answer
     */
    synchronized void ensure(Set<String> topics) throws InterruptedException {
        var missing = new TreeSet<>(topics);
        missing.removeAll(known);
        if (missing.isEmpty()) {
            return;
        }
        create(missing.stream()
                .map(topic -> new NewTopic(topic, Optional.of(config.topicPartitions()), replication()))
                .toList());
        known.addAll(missing);
    }

    /**
     * Likewise for a topic of one partition of which Kafka keeps the newest record of each key for ever.
     *
     * @throws SinkUnavailableException if Kafka does not answer
     */
    synchronized void ensureCompacted(String topic) throws InterruptedException {
        if (!known.contains(topic)) {
            var wanted = new NewTopic(topic, Optional.of(1), replication());
            create(List.of(wanted.configs(COMPACTED)));
            known.add(topic);
        }
    }

    private void create(List<NewTopic> wanted) throws InterruptedException {
        for (var created : admin().createTopics(wanted).values().entrySet()) {
            try {
                created.getValue().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
                LOG.infof("topic created topic=%s", created.getKey());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throwIfUnavailable(created.getKey(), e);
                }
            } catch (TimeoutException e) {
                throw new SinkUnavailableException("Kafka did not create " + created.getKey(), e);
            }
        }
    }

    /** Zero if there is no such topic. */
    private int partitions(String topic) throws InterruptedException {
        try {
            var described =
                    admin().describeTopics(List.of(topic)).allTopicNames().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            return described.values().stream()
                    .mapToInt(found -> found.partitions().size())
                    .sum();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                throwIfUnavailable(topic, e);
            }
            return 0;
        } catch (TimeoutException e) {
            throw new SinkUnavailableException("Kafka does not describe " + topic, e);
        }
    }

    /** Makes the next {@link #ensure} look again: somebody may have deleted the topic. */
    void forget(String topic) {
        known.remove(topic);
    }

    Optional<Short> replication() {
        return config.topicReplication() < 0 ? Optional.empty() : Optional.of(config.topicReplication());
    }

    private static void throwIfUnavailable(String topic, ExecutionException e) {
        if (e.getCause() instanceof RetriableException) {
            throw new SinkUnavailableException("Kafka did not create " + topic, e.getCause());
        }
        LOG.warnf(e.getCause(), "topic not created topic=%s; create it by hand or allow CREATE on it", topic);
    }

    /** @throws SinkUnavailableException if the name of Kafka's servers does not resolve */
    synchronized Admin client() {
        return admin();
    }

    private Admin admin() {
        var open = admin;
        if (open == null) {
            open = newAdmin();
            admin = open;
        }
        return open;
    }

    private Admin newAdmin() {
        var settings = new HashMap<>(kafka);
        settings.put("client.id", "pipestream-topics");
        try {
            return Admin.create(settings);
        } catch (KafkaException e) {
            throw new SinkUnavailableException("No Kafka client; does the name in bootstrap.servers resolve?", e);
        }
    }

    @PreDestroy
    synchronized void close() {
        if (admin != null) {
            admin.close(Duration.ofSeconds(1));
        }
    }
}

package io.pipestream.publish;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

import jakarta.inject.Singleton;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Topics that a replay has made for itself. One that is there already is used only if it is as it would be made. */
@Singleton
class SideTopics {

    private static final Logger LOG = Logger.getLogger(SideTopics.class);

    private static final long TIMEOUT_SECONDS = 10;

    private final Topics topics;
    private final PublishConfig config;

    SideTopics(Topics topics, PublishConfig config) {
        this.topics = topics;
        this.config = config;
    }

    /**
     * Makes the topic if there is none.
     *
     * @param compacted whether Kafka keeps the newest record of each key for ever, and only that
     * @throws TopicUnfitException      if there is another one of this name
     * @throws SinkUnavailableException if Kafka does not answer, or does not let us make it
     */
    void ensure(String topic, boolean compacted) throws InterruptedException {
        if (partitions(topic) == 0 && create(topic, compacted)) {
            return;
        }
        var objection = objection(topic, compacted);
        if (objection != null) {
            throw new TopicUnfitException(objection);
        }
    }

    /**
     * What is wrong with the topic of this name; null if nothing is, or if there is none.
     *
     * @throws SinkUnavailableException if Kafka does not answer
     */
    @Nullable
    String objection(String topic, boolean compacted) throws InterruptedException {
        var partitions = partitions(topic);
        if (partitions == 0) {
            return null;
        }
        if (partitions != config.topicPartitions()) {
            return "Topic %s is there already with %d partitions and not %d."
                    .formatted(topic, partitions, config.topicPartitions());
        }
        var policy = cleanupPolicy(topic);
        return policy.equals(policy(compacted))
                ? null
                : "Topic %s is there already with cleanup.policy=%s and not %s."
                        .formatted(topic, policy, policy(compacted));
    }

    private static String policy(boolean compacted) {
        return compacted ? TopicConfig.CLEANUP_POLICY_COMPACT : TopicConfig.CLEANUP_POLICY_DELETE;
    }

    /** False if somebody else was faster. */
    private boolean create(String topic, boolean compacted) throws InterruptedException {
        var wanted = new NewTopic(topic, Optional.of(config.topicPartitions()), topics.replication())
                .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, policy(compacted)));
        try {
            topics.client().createTopics(List.of(wanted)).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            LOG.infof("topic created topic=%s", topic);
            return true;
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new SinkUnavailableException("Kafka did not create " + topic, e.getCause());
            }
            return false;
        } catch (TimeoutException e) {
            throw new SinkUnavailableException("Kafka did not create " + topic, e);
        }
    }

    /** Zero if there is no such topic. */
    private int partitions(String topic) throws InterruptedException {
        try {
            var described = topics.client().describeTopics(List.of(topic)).allTopicNames();
            return described.get(TIMEOUT_SECONDS, TimeUnit.SECONDS).values().stream()
                    .mapToInt(found -> found.partitions().size())
                    .sum();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return 0;
            }
            throw new SinkUnavailableException("Kafka does not describe " + topic, e.getCause());
        } catch (TimeoutException e) {
            throw new SinkUnavailableException("Kafka does not describe " + topic, e);
        }
    }

    private String cleanupPolicy(String topic) throws InterruptedException {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try {
            var described = topics.client().describeConfigs(List.of(resource)).all();
            return described.get(TIMEOUT_SECONDS, TimeUnit.SECONDS).values().stream()
                    .map(config -> config.get(TopicConfig.CLEANUP_POLICY_CONFIG).value())
                    .collect(Collectors.joining());
        } catch (ExecutionException e) {
            throw new SinkUnavailableException("Kafka does not describe " + topic, e.getCause());
        } catch (TimeoutException e) {
            throw new SinkUnavailableException("Kafka does not describe " + topic, e);
        }
    }
}

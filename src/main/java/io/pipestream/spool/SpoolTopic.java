package io.pipestream.spool;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The topic {@code {prefix}.spool}: makes it, asks where it ends, and has deleted what is drained. */
@Singleton
class SpoolTopic {

    private static final Logger LOG = Logger.getLogger(SpoolTopic.class);

    /** As large as the relay's largest request: a delivery of {@code max-body-size} has to fit. */
    static final int LARGEST_RECORD = 16 * 1024 * 1024;

    private static final Map<String, String> SETTINGS = Map.of(
            TopicConfig.RETENTION_MS_CONFIG, "-1",
            TopicConfig.RETENTION_BYTES_CONFIG, "-1",
            TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(LARGEST_RECORD),
            // On the disk before it is acknowledged: it is the only copy of what was answered 2xx.
            TopicConfig.FLUSH_MESSAGES_INTERVAL_CONFIG, "1");

    private final String name;
    private final short replication;
    private final Map<String, Object> kafka;
    private @Nullable Admin admin;

    SpoolTopic(
            @ConfigProperty(name = "pipestream.publish.topic-prefix") String prefix,
            @ConfigProperty(name = "pipestream.publish.topic-replication") short replication,
            @Identifier("default-kafka-broker") Map<String, Object> kafka) {
        this.name = prefix + ".spool";
        this.replication = replication;
        this.kafka = Map.copyOf(kafka);
    }

    String name() {
        return name;
    }

    TopicPartition partition() {
        return new TopicPartition(name, 0);
    }

    /** Settings of a client of this topic. */
    Map<String, Object> client(String purpose) {
        var settings = new HashMap<>(kafka);
        settings.put("client.id", "pipestream-spool-" + purpose);
        settings.put("reconnect.backoff.max.ms", 500);
        return settings;
    }

    /**
     * Where the topic ends now; it is made if it is not there.
     *
     * @return null if Kafka does not answer in time
     */
    @Nullable
    Place end(Duration atMost) throws InterruptedException {
        try {
            var deadline = System.nanoTime() + atMost.toNanos();
            var topic = get(admin().describeTopics(List.of(name)).allTopicNames(), deadline)
                    .get(name);
            if (topic == null) {
                return null;
            }
            var listed = admin().listOffsets(Map.of(partition(), OffsetSpec.latest()))
                    .partitionResult(partition());
            return new Place(topic.topicId().toString(), get(listed, deadline).offset());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                create();
            }
            LOG.debugf(e, "end of the spool not known");
            return null;
        } catch (TimeoutException | KafkaException e) {
            LOG.debugf(e, "end of the spool not known");
            return null;
        }
    }

    private void create() throws InterruptedException {
        var replicas = replication < 0 ? Optional.<Short>empty() : Optional.of(replication);
        var wanted = new NewTopic(name, Optional.of(1), replicas).configs(SETTINGS);
        try {
            admin().createTopics(List.of(wanted)).all().get(5, TimeUnit.SECONDS);
            LOG.infof("topic created topic=%s", name);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                LOG.warnf(e.getCause(), "topic not created topic=%s; create it by hand or allow CREATE on it", name);
            }
        } catch (TimeoutException e) {
            LOG.debugf(e, "topic not created in time");
        }
    }

    /** Has everything before the offset deleted; if that fails, it is done with the next. */
    void deleteBefore(long offset) {
        var unused = admin().deleteRecords(Map.of(partition(), RecordsToDelete.beforeOffset(offset)))
                .all()
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        LOG.debugf(failure, "drained records not deleted");
                    }
                });
    }

    private static <T> T get(KafkaFuture<T> future, long deadline)
            throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    }

    private synchronized Admin admin() {
        var open = admin;
        if (open == null) {
            var settings = client("admin");
            settings.put("request.timeout.ms", 2_000);
            settings.put("default.api.timeout.ms", 4_000);
            open = Admin.create(settings);
            admin = open;
        }
        return open;
    }

    @PreDestroy
    synchronized void close() {
        if (admin != null) {
            admin.close(Duration.ofSeconds(1));
        }
    }
}

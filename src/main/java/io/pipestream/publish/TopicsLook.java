package io.pipestream.publish;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.pipestream.platform.CheckResult;
import jakarta.inject.Singleton;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;

/** Asks Kafka for our topics, those that begin with our prefix, and has them judged. */
@Singleton
class TopicsLook {

    private static final long SECONDS = 6;

    private final PublishConfig config;

    TopicsLook(PublishConfig config) {
        this.config = config;
    }

    List<CheckResult> look(Admin admin) throws InterruptedException, ExecutionException, TimeoutException {
        var names = get(admin.listTopics().names()).stream()
                .filter(name -> name.startsWith(config.topicPrefix() + '.'))
                .toList();
        var results = new ArrayList<CheckResult>();
        var settings = settings(admin, names, results);
        var brokers = get(admin.describeCluster().nodes()).size();
        var topics = new ArrayList<TopicFacts>();
        for (var topic : get(admin.describeTopics(names).allTopicNames()).values()) {
            topics.add(facts(topic, settings.getOrDefault(topic.name(), new Config(List.of()))));
        }
        results.addAll(new TopicRules(config.topicPrefix(), config.shards(), brokers, topics).results());
        return results;
    }

    /** None, and a result that says so, if we may not ask. */
    private static Map<String, Config> settings(Admin admin, List<String> names, List<CheckResult> results)
            throws InterruptedException, ExecutionException, TimeoutException {
        var resources = names.stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        var settings = new HashMap<String, Config>();
        try {
            get(admin.describeConfigs(resources).all()).forEach((topic, found) -> settings.put(topic.name(), found));
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof AuthorizationException)) {
                throw e;
            }
            results.add(CheckResult.warn(
                    "topics.rights",
                    "Kafka does not let us see how topics are set up, so they are judged without that.",
                    "Allow DESCRIBE_CONFIGS on the topics."));
        }
        return settings;
    }

    private static TopicFacts facts(TopicDescription topic, Config settings) {
        var values = new HashMap<String, String>();
        settings.entries().forEach(entry -> {
            if (entry.value() != null) {
                values.put(entry.name(), entry.value());
            }
        });
        var partitions = topic.partitions();
        return new TopicFacts(
                topic.name(),
                partitions.size(),
                partitions.stream()
                        .mapToInt(partition -> partition.replicas().size())
                        .min()
                        .orElse(0),
                partitions.stream()
                        .mapToInt(partition -> partition.isr().size())
                        .min()
                        .orElse(0),
                Map.copyOf(values));
    }

    private static <T> T get(KafkaFuture<T> future) throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(SECONDS, TimeUnit.SECONDS);
    }
}

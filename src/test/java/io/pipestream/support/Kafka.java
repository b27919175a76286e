package io.pipestream.support;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.ConfigProvider;

/** The Kafka of the application under test, as others use it too. */
public final class Kafka {

    private Kafka() {}

    public static String bootstrapServers() {
        return ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class);
    }

    public static void createTopic(String name, int partitions) throws Exception {
        try (var admin = Admin.create(settings())) {
            admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1)))
                    .all()
                    .get();
        }
    }

    /** A topic's setting, as {@code cleanup.policy}. */
    public static String setting(String topic, String name) throws Exception {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try (var admin = Admin.create(settings())) {
            var settings = admin.describeConfigs(List.of(resource)).all().get();
            return Objects.requireNonNull(settings.get(resource)).get(name).value();
        }
    }

    /** One that fences the others with this id. */
    public static KafkaProducer<String, String> producer(String transactionalId) {
        var settings = new HashMap<>(settings());
        settings.put("transactional.id", transactionalId);
        return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }

    private static Map<String, Object> settings() {
        return Map.of("bootstrap.servers", bootstrapServers());
    }
}

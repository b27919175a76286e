package io.pipestream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.pipestream.publish.PublishConfig;
import io.smallrye.config.WithDefault;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What production stands on: topics and rights in Kafka, Postgres, autoscalers and alerts are what the service wants. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KubernetesProductionTest {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private Overlay production;
    private Overlay keda;

    @BeforeAll
    void build() throws Exception {
        production = Overlay.build("production");
        keda = Overlay.build("production-keda");
    }

    @Test
    void theKafkaUserMayDoWhatTheRelayDoesAndNoMore() throws Exception {
        // Given
        var prefix = fallback("topicPrefix");
        var user = production.one("KafkaUser");

        // When
        var rights = new HashMap<String, String>();
        for (var acl : user.at("/spec/authorization/acls")) {
            var resource = acl.path("resource");
            rights.put(
                    resource.path("type").asText()
                            + ' '
                            + resource.path("name").asText()
                            + ' '
                            + resource.path("patternType").asText(),
                    acl.path("operations").toString());
        }

        // Then
        assertThat(rights)
                .containsOnly(
                        Map.entry(
                                "topic " + prefix + ". prefix",
                                "[\"Write\",\"Describe\",\"DescribeConfigs\",\"Create\"]"),
                        Map.entry("topic " + prefix + ".spool literal", "[\"Read\",\"Delete\"]"),
                        Map.entry("topic " + prefix + ".relay-progress literal", "[\"Read\"]"),
                        Map.entry("topic " + prefix + ".replay prefix", "[\"Read\"]"),
                        Map.entry(
                                "transactionalId " + fallback("transactionalIdPrefix") + "-replay- prefix",
                                "[\"Write\",\"Describe\"]"),
                        Map.entry(
                                "transactionalId " + fallback("transactionalIdPrefix") + "-relay- prefix",
                                "[\"Write\",\"Describe\"]"));
    }

    @Test
    void theTopicsAreThoseThatTheRelayWouldMake() throws Exception {
        // When
        var topics = new HashMap<String, JsonNode>();
        production
                .all("KafkaTopic")
                .forEach(topic -> topics.put(topic.at("/spec/topicName").asText(), topic.path("spec")));

        // Then
        var prefix = fallback("topicPrefix");
        var progress = topics.get(prefix + ".relay-progress");
        assertThat(progress.path("partitions").asText()).isEqualTo(fallback("shards"));
        assertThat(progress.at("/config/cleanup.policy").asText()).isEqualTo("compact");
        var spool = topics.get(prefix + ".spool");
        assertThat(spool.path("partitions").asInt()).isEqualTo(1);
        assertThat(spool.at("/config/retention.ms").asInt()).isEqualTo(-1);
        assertThat(topics.get(prefix + ".deal.added").path("partitions").asText())
                .isEqualTo(fallback("topicPartitions"));
        assertThat(topics.values()).allSatisfy(topic -> {
            assertThat(topic.path("replicas").asInt()).isEqualTo(3);
            assertThat(topic.at("/config/min.insync.replicas").asInt()).isEqualTo(2);
        });
    }

    @Test
    void aCommitIsOnASecondMachineBeforeADeliveryIsAnswered() {
        // When
        var cluster = production.one("Cluster").path("spec");

        // Then
        assertThat(cluster.at("/postgresql/synchronous/dataDurability").asText())
                .isEqualTo("required");
        assertThat(cluster.at("/instances").asInt())
                .isGreaterThan(cluster.at("/postgresql/synchronous/number").asInt() + 1);
        assertThat(production.one("ScheduledBackup").at("/spec/cluster/name").asText())
                .isEqualTo(production.one("Cluster").at("/metadata/name").asText());
    }

    @Test
    void postgresHasAConnectionForEveryPoolOfEveryInstance() throws IOException {
        // Given
        var settings = new Properties();
        try (var reader = Files.newBufferedReader(Path.of("src/main/resources/application.properties"))) {
            settings.load(reader);
        }
        var ofAnInstance = settings.stringPropertyNames().stream()
                .filter(setting -> setting.matches("quarkus\\.datasource\\.(\\w+\\.)?jdbc\\.max-size"))
                .mapToInt(setting -> Integer.parseInt(settings.getProperty(setting)))
                .sum();

        // When
        var instances = production
                        .one("HorizontalPodAutoscaler")
                        .at("/spec/maxReplicas")
                        .asInt()
                + production
                        .one("Deployment")
                        .at("/spec/strategy/rollingUpdate/maxSurge")
                        .asInt();
        var there = production
                .one("Cluster")
                .at("/spec/postgresql/parameters/max_connections")
                .asInt();

        // Then: one more for the migration's Job
        assertThat(there).isGreaterThan((instances + 1) * ofAnInstance);
        assertThat(Files.readString(Path.of("docs/operations.md")))
                .as("the table of capacity")
                .contains("| " + ofAnInstance + " |");
    }

    @Test
    void kedaTakesTheAutoscalersPlace() {
        // When
        var scaled = keda.one("ScaledObject");

        // Then
        assertThat(keda.all("HorizontalPodAutoscaler")).isEmpty();
        assertThat(production.all("HorizontalPodAutoscaler")).hasSize(1);
        assertThat(scaled.at("/spec/scaleTargetRef/name").asText())
                .isEqualTo(keda.one("Deployment").at("/metadata/name").asText());
        assertThat(scaled.at("/spec/triggers/1/metadata/query").asText())
                .contains("pipestream_outbox_size", "namespace=\"pipestream\"");
    }

    @Test
    void theClustersRulesAreTheRules() throws IOException {
        // Given
        var groups = YAML.createArrayNode();
        try (var files = Files.list(Path.of("deploy/prometheus/rules"))) {
            for (var file : files.sorted().toList()) {
                YAML.readTree(file.toFile()).path("groups").forEach(groups::add);
            }
        }

        // When
        var rules = production.one("PrometheusRule").at("/spec/groups");

        // Then
        assertThat(rules).as("run k8s/update-rules").isEqualTo(groups);
    }

    private static String fallback(String setting) throws NoSuchMethodException {
        return PublishConfig.class
                .getMethod(setting)
                .getAnnotation(WithDefault.class)
                .value();
    }
}

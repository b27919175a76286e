package io.pipestream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.pipestream.publish.PublishConfig;
import io.pipestream.support.Schemas;
import io.pipestream.support.Tool;
import io.smallrye.config.WithDefault;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What kustomize makes of k8s: each overlay is built by the real tool, and each manifest held to its kind's schema. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KubernetesTest {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final String APP = "app.kubernetes.io/name";

    private final Map<String, List<JsonNode>> overlays = new HashMap<>();

    @BeforeAll
    void build() throws Exception {
        assumeTrue(
                Tool.isThere("kubectl") || Tool.isThere("kustomize"),
                "NOT RUN: neither kubectl nor kustomize is here to build the overlays in k8s");
        for (var overlay : List.of("dev", "production", "production-keda")) {
            var folder = "k8s/overlays/" + overlay;
            var built = Tool.run(
                    Tool.isThere("kustomize")
                            ? List.of("kustomize", "build", folder)
                            : List.of("kubectl", "kustomize", folder));
            assertThat(built.exitCode()).as(built.output()).isZero();
            try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(built.output())) {
                overlays.put(overlay, documents.readAll());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void everyManifestFitsItsKindAndSaysWhatItBelongsTo(String name, JsonNode manifest) throws IOException {
        // When
        Schemas.check(manifest);

        // Then
        assertThat(manifest.at("/metadata/labels").path(APP).asText()).as(name).isEqualTo("pipestream");
    }

    Stream<Object[]> manifests() {
        return overlays.entrySet().stream()
                .flatMap(overlay -> overlay.getValue().stream()
                        .map(manifest -> new Object[] {overlay.getKey() + ' ' + name(manifest), manifest}));
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void aFieldThatItsKindDoesNotHaveIsNoticed(String name, JsonNode manifest) {
        // Given
        var wrong = (ObjectNode) manifest.deepCopy();
        var spec = wrong.path("spec").isObject() ? (ObjectNode) wrong.path("spec") : wrong;
        spec.putObject("noSuchField").put("a", 1);

        // Then
        assertThatThrownBy(() -> Schemas.check(wrong)).as(name).hasMessageContaining("noSuchField");
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void everyWorkloadRunsWithoutRightsItDoesNotNeed(String name, JsonNode pod) {
        assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).as(name).isTrue();
        assertThat(pod.at("/automountServiceAccountToken").asBoolean(true))
                .as(name)
                .isFalse();
        assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
        for (var container : pod.path("containers")) {
            var security = container.path("securityContext");
            assertThat(security.path("readOnlyRootFilesystem").asBoolean()).isTrue();
            assertThat(security.path("allowPrivilegeEscalation").asBoolean(true))
                    .isFalse();
            assertThat(security.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
            assertThat(container.at("/resources/limits/memory").asText()).isNotEmpty();
        }
    }

    Stream<Object[]> workloads() {
        return overlays.entrySet().stream()
                .flatMap(overlay -> overlay.getValue().stream()
                        .filter(manifest -> manifest.at("/spec/template/spec").isObject())
                        .map(manifest -> new Object[] {
                            overlay.getKey() + ' ' + name(manifest), manifest.at("/spec/template/spec")
                        }));
    }

    @Test
    void whatSelectsInstancesSelectsThem() {
        for (var manifests : overlays.values()) {
            // Given
            var deployment = one(manifests, "Deployment");
            var labels = deployment.at("/spec/template/metadata/labels");
            var migration = one(manifests, "Job").at("/spec/template/metadata/labels");

            // When
            var selectors = new ArrayList<JsonNode>();
            selectors.add(deployment.at("/spec/selector/matchLabels"));
            selectors.add(one(manifests, "Service").at("/spec/selector"));
            all(manifests, "PodDisruptionBudget")
                    .forEach(budget -> selectors.add(budget.at("/spec/selector/matchLabels")));

            // Then
            assertThat(selectors).allSatisfy(selector -> {
                assertThat(matches(selector, labels)).isTrue();
                assertThat(matches(selector, migration)).isFalse();
            });
            all(manifests, "ServiceMonitor")
                    .forEach(monitor -> assertThat(matches(
                                    monitor.at("/spec/selector/matchLabels"),
                                    one(manifests, "Service").at("/metadata/labels")))
                            .isTrue());
        }
    }

    @Test
    void readinessAsksForPostgresOnlyAndAStopHasTimeToEnd() {
        for (var manifests : overlays.values()) {
            // Given
            var pod = one(manifests, "Deployment").at("/spec/template/spec");
            var container = pod.at("/containers/0");

            // When
            var pause = container.at("/lifecycle/preStop/sleep/seconds").asInt();
            var requests = one(manifests, "ConfigMap")
                    .at("/data/QUARKUS_SHUTDOWN_TIMEOUT")
                    .asText()
                    .replace("s", "");

            // Then
            assertThat(container.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/q/health/ready");
            assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/q/health/live");
            assertThat(pause).isPositive();
            assertThat(pod.path("terminationGracePeriodSeconds").asInt())
                    .isGreaterThan(pause + Integer.parseInt(requests) + 7);
        }
    }

    @Test
    void onlyTheMigrationChangesTheSchema() {
        for (var manifests : overlays.values()) {
            // When
            var service = environment(one(manifests, "Deployment"));
            var migration = environment(one(manifests, "Job"));

            // Then
            assertThat(service)
                    .containsEntry("QUARKUS_FLYWAY_MIGRATE_AT_START", "false")
                    .containsEntry("QUARKUS_FLYWAY_VALIDATE_AT_START", "true");
            assertThat(migration)
                    .containsEntry("QUARKUS_INIT_AND_EXIT", "true")
                    .doesNotContainKey("QUARKUS_FLYWAY_MIGRATE_AT_START");
            assertThat(one(manifests, "Job").at("/spec/template/spec/containers/0/image"))
                    .isEqualTo(one(manifests, "Deployment").at("/spec/template/spec/containers/0/image"));
        }
    }

    @Test
    void theKafkaUserMayDoWhatTheRelayDoesAndNoMore() throws Exception {
        // Given
        var prefix = fallback("topicPrefix");
        var user = one(overlay("production"), "KafkaUser");

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
        all(overlay("production"), "KafkaTopic")
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
        var cluster = one(overlay("production"), "Cluster").path("spec");

        // Then
        assertThat(cluster.at("/postgresql/synchronous/dataDurability").asText())
                .isEqualTo("required");
        assertThat(cluster.at("/instances").asInt())
                .isGreaterThan(cluster.at("/postgresql/synchronous/number").asInt() + 1);
        assertThat(one(overlay("production"), "ScheduledBackup")
                        .at("/spec/cluster/name")
                        .asText())
                .isEqualTo(one(overlay("production"), "Cluster")
                        .at("/metadata/name")
                        .asText());
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
        var instances = one(overlay("production"), "HorizontalPodAutoscaler")
                        .at("/spec/maxReplicas")
                        .asInt()
                + one(overlay("production"), "Deployment")
                        .at("/spec/strategy/rollingUpdate/maxSurge")
                        .asInt();
        var there = one(overlay("production"), "Cluster")
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
        var scaled = one(overlay("production-keda"), "ScaledObject");

        // Then
        assertThat(all(overlay("production-keda"), "HorizontalPodAutoscaler")).isEmpty();
        assertThat(all(overlay("production"), "HorizontalPodAutoscaler")).hasSize(1);
        assertThat(scaled.at("/spec/scaleTargetRef/name").asText())
                .isEqualTo(one(overlay("production-keda"), "Deployment")
                        .at("/metadata/name")
                        .asText());
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
        var rules = one(overlay("production"), "PrometheusRule").at("/spec/groups");

        // Then
        assertThat(rules).as("run k8s/update-rules").isEqualTo(groups);
    }

    @Test
    void everySettingInAConfigMapIsDescribed() throws IOException {
        // Given
        var described = Files.readString(Path.of("docs/configuration.md"));

        // Then
        for (var manifests : overlays.values()) {
            one(manifests, "ConfigMap").path("data").fieldNames().forEachRemaining(variable -> {
                var setting = variable.toLowerCase(Locale.ROOT).replace('_', '.');
                assertThat(described.toLowerCase(Locale.ROOT).replaceAll("[-_]", "."))
                        .contains(variable.startsWith("KAFKA_SSL") ? "kafka.ssl." : setting);
            });
        }
    }

    private List<JsonNode> overlay(String name) {
        return overlays.getOrDefault(name, List.of());
    }

    private static String fallback(String setting) throws NoSuchMethodException {
        return PublishConfig.class
                .getMethod(setting)
                .getAnnotation(WithDefault.class)
                .value();
    }

    private static Map<String, String> environment(JsonNode workload) {
        var environment = new HashMap<String, String>();
        workload.at("/spec/template/spec/containers/0/env")
                .forEach(variable -> environment.put(
                        variable.path("name").asText(), variable.path("value").asText()));
        return environment;
    }

    private static boolean matches(JsonNode selector, JsonNode labels) {
        return selector.isObject()
                && !selector.isEmpty()
                && selector.properties().stream()
                        .allMatch(label -> label.getValue().equals(labels.path(label.getKey())));
    }

    private static List<JsonNode> all(List<JsonNode> manifests, String kind) {
        return manifests.stream()
                .filter(manifest -> manifest.path("kind").asText().equals(kind))
                .toList();
    }

    private static JsonNode one(List<JsonNode> manifests, String kind) {
        var found = all(manifests, kind);
        assertThat(found).as(kind).hasSize(1);
        return found.getFirst();
    }

    private static String name(JsonNode manifest) {
        return manifest.path("kind").asText()
                + ' '
                + manifest.at("/metadata/name").asText();
    }
}

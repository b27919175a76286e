package io.pipestream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipestream.support.Schemas;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What kustomize makes of k8s: each manifest of each overlay is held to its kind's schema, and they fit each other. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KubernetesTest {

    private static final String APP = "app.kubernetes.io/name";

    private final List<Overlay> overlays = new ArrayList<>();

    @BeforeAll
    void build() throws Exception {
        for (var name : List.of("dev", "production", "production-keda")) {
            overlays.add(Overlay.build(name));
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
        return overlays.stream()
                .flatMap(overlay -> overlay.manifests().stream()
                        .map(manifest -> new Object[] {overlay.name() + ' ' + name(manifest), manifest}));
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
        return overlays.stream()
                .flatMap(overlay -> overlay.manifests().stream()
                        .filter(manifest -> manifest.at("/spec/template/spec").isObject())
                        .map(manifest ->
                                new Object[] {overlay.name() + ' ' + name(manifest), manifest.at("/spec/template/spec")
                                }));
    }

    @Test
    void whatSelectsInstancesSelectsThem() {
        for (var overlay : overlays) {
            // Given
            var deployment = overlay.one("Deployment");
            var labels = deployment.at("/spec/template/metadata/labels");
            var migration = overlay.one("Job").at("/spec/template/metadata/labels");

            // When
            var selectors = new ArrayList<JsonNode>();
            selectors.add(deployment.at("/spec/selector/matchLabels"));
            selectors.add(overlay.one("Service").at("/spec/selector"));
            overlay.all("PodDisruptionBudget")
                    .forEach(budget -> selectors.add(budget.at("/spec/selector/matchLabels")));

            // Then
            assertThat(selectors).allSatisfy(selector -> {
                assertThat(matches(selector, labels)).isTrue();
                assertThat(matches(selector, migration)).isFalse();
            });
            overlay.all("ServiceMonitor")
                    .forEach(monitor -> assertThat(matches(
                                    monitor.at("/spec/selector/matchLabels"),
                                    overlay.one("Service").at("/metadata/labels")))
                            .isTrue());
        }
    }

    @Test
    void readinessAsksForPostgresOnlyAndAStopHasTimeToEnd() {
        for (var overlay : overlays) {
            // Given
            var pod = overlay.one("Deployment").at("/spec/template/spec");
            var container = pod.at("/containers/0");

            // When
            var pause = container.at("/lifecycle/preStop/sleep/seconds").asInt();
            var requests = overlay.one("ConfigMap")
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
        for (var overlay : overlays) {
            // When
            var service = environment(overlay.one("Deployment"));
            var migration = environment(overlay.one("Job"));

            // Then
            assertThat(service)
                    .containsEntry("QUARKUS_FLYWAY_MIGRATE_AT_START", "false")
                    .containsEntry("QUARKUS_FLYWAY_VALIDATE_AT_START", "true");
            assertThat(migration)
                    .containsEntry("QUARKUS_INIT_AND_EXIT", "true")
                    .doesNotContainKey("QUARKUS_FLYWAY_MIGRATE_AT_START");
            assertThat(overlay.one("Job").at("/spec/template/spec/containers/0/image"))
                    .isEqualTo(overlay.one("Deployment").at("/spec/template/spec/containers/0/image"));
        }
    }

    @Test
    void everySettingInAConfigMapIsDescribed() throws IOException {
        // Given
        var described = Files.readString(Path.of("docs/configuration.md"));

        // Then
        for (var overlay : overlays) {
            overlay.one("ConfigMap").path("data").fieldNames().forEachRemaining(variable -> {
                var setting = variable.toLowerCase(Locale.ROOT).replace('_', '.');
                assertThat(described.toLowerCase(Locale.ROOT).replaceAll("[-_]", "."))
                        .contains(variable.startsWith("KAFKA_SSL") ? "kafka.ssl." : setting);
            });
        }
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

    private static String name(JsonNode manifest) {
        return manifest.path("kind").asText()
                + ' '
                + manifest.at("/metadata/name").asText();
    }
}

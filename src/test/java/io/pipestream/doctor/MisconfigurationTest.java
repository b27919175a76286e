package io.pipestream.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import io.pipestream.cli.Doctor;
import io.pipestream.platform.CheckResult;
import io.pipestream.platform.CheckResult.State;
import io.pipestream.support.Api;
import io.pipestream.support.Door;
import io.pipestream.support.SandboxClient;
import io.quarkus.test.junit.QuarkusTest;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** Each of ten misconfigurations that are planted in Kafka, Postgres and the sandbox is named, with its cure. */
@QuarkusTest
@Timeout(120)
class MisconfigurationTest {

    private static final String TOPIC = "pipedrive.cow.";

    @TempDir
    private Path folder = Path.of("");

    @AfterEach
    void allIsWellAgain() throws Exception {
        SandboxClient.control("DELETE", "/faults", "");
        var connection = Api.get("/api/connections")
                .json()
                .path("data")
                .path(0)
                .path("id")
                .asText();
        // A moment after the firewall has answered, nobody is asked yet.
        await().atMost(Duration.ofSeconds(30))
                .until(() -> Api.post("/api/connections/" + connection + "/registrations/check", "")
                                .status()
                        == 200);
        try (var admin = admin()) {
            var planted = admin.listTopics().names().get().stream()
                    .filter(name -> name.startsWith(TOPIC))
                    .toList();
            admin.deleteTopics(planted).all().get();
        }
    }

    @Test
    void topicsAndWebhooksThatAreWrongAreNamedAtTheFrontDoorAndByTheVerb() throws Exception {
        // Given
        var door = Door.ofNewDeals();
        var before = Api.get("/api/doctor").json();
        plant("added", Map.of("cleanup.policy", "compact"));
        plant("updated", Map.of("max.message.bytes", "5000"));
        plant("deleted", Map.of("min.insync.replicas", "2"));
        plant("merged", Map.of("retention.ms", "60000"));
        SandboxClient.webhooks().forEach(webhook -> {
            if (webhook.path("subscription_url").asText().equals(door.url())) {
                SandboxClient.control(
                        "DELETE", "/webhooks/" + webhook.path("id").asText(), "");
            }
        });

        // When
        var report = Api.get("/api/doctor").json();
        var verb = Doctor.run(folder, Api.url(""), Api.KEY);

        // Then
        for (var expected : List.of(
                new Named("topics.compaction", "fail", TOPIC + "added", "cleanup.policy=delete"),
                new Named("topics.max-message-bytes", "fail", TOPIC + "updated", "--delete-config max.message.bytes"),
                new Named("topics.min-insync-replicas", "fail", TOPIC + "deleted", "min.insync.replicas=1"),
                new Named("topics.retention", "warn", TOPIC + "merged", "retention.ms="),
                new Named("pipedrive.webhooks", "fail", "added.deal: it is missing", "/registrations/check"))) {
            assertThat(check(before, expected.name()).path("state").asText())
                    .as(expected.name() + " before: " + check(before, expected.name()))
                    .isEqualTo("ok");
            var found = check(report, expected.name());
            assertThat(found.path("state").asText()).as(expected.name()).isEqualTo(expected.state());
            assertThat(found.path("found").asText()).contains(expected.found());
            assertThat(found.path("cure").asText()).contains(expected.cure());
            assertThat(verb.out()).contains(expected.name(), expected.found(), expected.cure());
        }
        assertThat(report.path("state").asText()).isEqualTo("fail");
        assertThat(verb.exit()).isEqualTo(1);
    }

    private record Named(String name, String state, String found, String cure) {}

    @Test
    void aFirewallThatBlocksUsIsNamed() {
        // Given
        Door.ofNewDeals();
        SandboxClient.control("PUT", "/faults", "{\"cloudflare_403\": true}");

        // When
        var report = Api.get("/api/doctor").json();

        // Then
        var found = check(report, "pipedrive.answers");
        assertThat(found.path("state").asText()).isEqualTo("fail");
        assertThat(found.path("found").asText()).contains("BLOCKED");
        assertThat(found.path("cure").asText()).contains("Stop other clients of this token");
    }

    @Test
    void everyPartOfTheServicesSurroundingsIsLookedAt() {
        // Given
        Door.ofNewDeals();

        // When
        var report = Api.get("/api/doctor").json();

        // Then
        for (var name : List.of(
                "postgres.reachable",
                "postgres.writable",
                "kafka.reachable",
                "kafka.transactions",
                "topics.spool",
                "topics.relay-progress",
                "pipedrive.answers",
                "pipedrive.webhooks",
                "public-url.reachable",
                "settings.public-url",
                "settings.patience")) {
            assertThat(check(report, name).path("state").asText())
                    .as(name + ": " + check(report, name))
                    .isEqualTo("ok");
        }
        assertThat(check(report, "clock.pipedrive").path("found").asText()).contains("Pipedrive's clock differs");
    }

    @Test
    void aCommitThatDoesNotWaitForTheDiskIsNamed() {
        assertThat(named(postgres("-c synchronous_commit=on"), "postgres.synchronous_commit")
                        .state())
                .isEqualTo(State.OK);
        assertCured(
                postgres("-c synchronous_commit=off"), "postgres.synchronous_commit", "Set synchronous_commit = on");
    }

    @Test
    void aDatabaseThatTakesNoWritesIsNamed() {
        assertCured(
                postgres("-c default_transaction_read_only=on"),
                "postgres.writable",
                "Point QUARKUS_DATASOURCE_JDBC_URL at the primary");
    }

    @Test
    void anIsolationThatDoesNotSeeOthersCommitsIsNamed() {
        assertCured(
                postgres("-c default_transaction_isolation=serializable"),
                "postgres.isolation",
                "the default is read committed");
    }

    @Test
    void aClockThatIsWrongIsNamed() {
        // Given
        var wrong = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(2));

        // When
        var results = results(source(""), wrong);

        // Then
        assertCured(results, "clock.postgres", "Run a time service");
    }

    @Test
    void aDatabaseThatIsAwayIsNamed() {
        // Given
        var source = source("");
        source.setPortNumbers(new int[] {1});

        // When
        var results = results(source, Clock.systemUTC());

        // Then
        assertCured(results, "postgres.reachable", "correct QUARKUS_DATASOURCE_JDBC_URL");
    }

    private static void assertCured(Map<String, CheckResult> results, String name, String cure) {
        assertThat(named(results, name).state()).isEqualTo(State.FAIL);
        assertThat(named(results, name).cure()).contains(cure);
    }

    private static CheckResult named(Map<String, CheckResult> results, String name) {
        return Objects.requireNonNull(results.get(name), name);
    }

    private static Map<String, CheckResult> postgres(String options) {
        return results(source(options), Clock.systemUTC());
    }

    private static Map<String, CheckResult> results(PGSimpleDataSource source, Clock clock) {
        var byName = new HashMap<String, CheckResult>();
        new PostgresCheck(new PostgresRepository(source), clock, config())
                .look()
                .forEach(result -> byName.put(result.name(), result));
        return byName;
    }

    private static PGSimpleDataSource source(String options) {
        var source = new PGSimpleDataSource();
        source.setUrl(config().getValue("quarkus.datasource.jdbc.url", String.class));
        source.setUser(config().getValue("quarkus.datasource.username", String.class));
        source.setPassword(config().getValue("quarkus.datasource.password", String.class));
        if (!options.isEmpty()) {
            source.setOptions(options);
        }
        return source;
    }

    private static void plant(String action, Map<String, String> settings) throws Exception {
        try (var admin = admin()) {
            var topic = new NewTopic(TOPIC + action, Optional.of(1), Optional.empty()).configs(settings);
            admin.createTopics(List.of(topic)).all().get();
        }
    }

    private static Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", config().getValue("kafka.bootstrap.servers", String.class)));
    }

    private static Config config() {
        return ConfigProvider.getConfig();
    }

    private static JsonNode check(JsonNode report, String name) {
        return report.path("checks")
                .valueStream()
                .filter(check -> check.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not in " + report));
    }
}

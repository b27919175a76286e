package io.pipestream;

import static io.pipestream.support.Topic.header;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import io.pipestream.embedded.Durability;
import io.pipestream.embedded.EmbeddedKafka;
import io.pipestream.embedded.EmbeddedPostgres;
import io.pipestream.embedded.PackagedService;
import io.pipestream.embedded.Ports;
import io.pipestream.embedded.RunFile;
import io.pipestream.embedded.UpProcess;
import io.pipestream.sandbox.Sandbox;
import io.pipestream.sandbox.SandboxOptions;
import io.pipestream.support.Door;
import io.pipestream.support.Http;
import io.pipestream.support.ManagementApi;
import io.pipestream.support.Payloads;
import io.pipestream.support.Topic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged service, killed without warning: what was answered 2xx is an event, and every event is in Kafka. */
@Timeout(300)
class KillIT {

    private static final String KEY = "psk_kill_0123456789abcdef0123456789abcdef";

    private static final String ADDED = "pipedrive.deal.added";
    private static final String UPDATED = "pipedrive.deal.updated";

    private static final Instant MOMENT = Instant.parse("2026-03-01T11:00:00Z");

    @TempDir
    private Path folder = Path.of("");

    /** Stopped from the front, so the service goes before what it needs. */
    private final Deque<AutoCloseable> running = new ArrayDeque<>();

    private final int kafkaPort = Ports.free();
    private final String kafka = "127.0.0.1:" + kafkaPort;
    private Sandbox sandbox;
    private PackagedService service;
    private ManagementApi api;

    @BeforeEach
    void startServers() throws Exception {
        sandbox = Sandbox.start(SandboxOptions.defaults());
        running.push(sandbox);
        var postgres = EmbeddedPostgres.start(folder, 0, Durability.DURABLE);
        running.push(postgres);
        service = PackagedService.of(folder, PackagedService.JAR, postgres, kafka, sandbox, KEY);
        running.push(service);
        api = new ManagementApi(service.url(), KEY);
    }

    @AfterEach
    void stopServers() throws Exception {
        while (!running.isEmpty()) {
            running.pop().close();
        }
    }

    @Test
    void everyEventCommittedBeforeAKillIsInKafkaAfterTheRestart() throws Exception {
        // Given
        service.start();
        var door = door();
        for (int deal = 1; deal <= 40; deal++) {
            assertThat(door.deliver(Payloads.addedV2("deal", deal, 1, "1")).status())
                    .isEqualTo(204);
        }
        for (int change = 1; change <= 5; change++) {
            for (int deal = 1; deal <= 40; deal++) {
                var body = Payloads.changedV2("deal", deal, "change " + change, MOMENT.plusSeconds(change));
                assertThat(door.deliver(body).status()).isEqualTo(204);
            }
        }
        var pending = ids("state=pending");
        assertThat(pending).hasSize(240);

        // When
        service.kill();
        startKafka();
        service.start();

        // Then
        awaitAllPublished();
        var added = Topic.read(kafka, ADDED);
        var updated = Topic.read(kafka, UPDATED);
        var published = new HashSet<>(ceIds(added));
        published.addAll(ceIds(updated));
        assertThat(added.size() + updated.size()).as("each exactly once").isEqualTo(240);
        assertThat(published).isEqualTo(pending).isEqualTo(ids(""));
        assertThat(added.stream().collect(Collectors.groupingBy(ConsumerRecord::key)))
                .hasSize(40);
        var changes = updated.stream().collect(Collectors.groupingBy(ConsumerRecord::key));
        assertThat(changes)
                .hasSize(40)
                .allSatisfy((deal, records) -> assertThat(records)
                        .extracting(record -> Http.JSON
                                .readTree(record.value())
                                .at("/object/title")
                                .asText())
                        .containsExactly("change 1", "change 2", "change 3", "change 4", "change 5"));
    }

    @Test
    void killsUnderLoadLoseNothingThatWasAnswered2xx() throws Exception {
        // Given
        startKafka();
        service.start();
        var load = new PersistentLoad(door(), service.url(), 3_000);

        // When
        load.start();
        for (int kill = 1; kill <= 5; kill++) {
            load.awaitAnswered(kill * 450);
            service.kill();
            service.start();
        }
        load.awaitAnswered(3_000);

        // Then
        awaitAllPublished();
        var events = api.events("object=deal&action=added");
        assertThat(events.stream().map(event -> event.path("subject").asText()))
                .hasSize(3_000)
                .doesNotHaveDuplicates();
        var records = Topic.read(kafka, ADDED);
        assertThat(ceIds(records)).isEqualTo(ids(""));
        assertThat(records).as("each exactly once").hasSize(3_000);
        assertThat(load.retries()).as("deliveries that met a dead service").isPositive();
    }

    @Test
    void dataSurvivesARestartOfEverything() throws Exception {
        // Given
        var data = folder.resolve("data");
        String first;
        List<ProcessHandle> processes;
        try (var up = UpProcess.start(data, 0, PackagedService.JAR)) {
            var run = up.awaitReady(Duration.ofMinutes(1));
            var before = new ManagementApi(run.service(), run.adminKey());
            awaitWebhooks(run);
            first = addDeal(run.sandbox());
            awaitPublished(before, first);
            processes = up.processes();
        }
        assertThat(processes).hasSizeGreaterThanOrEqualTo(3).noneMatch(ProcessHandle::isAlive);

        // When
        try (var up = UpProcess.start(data, 0, PackagedService.JAR)) {
            var run = up.awaitReady(Duration.ofMinutes(1));

            // Then
            var after = new ManagementApi(run.service(), run.adminKey());
            awaitWebhooks(run);
            var second = addDeal(run.sandbox());
            assertThat(second).isNotEqualTo(first);
            awaitPublished(after, second);
            assertThat(after.events("object=deal&action=added"))
                    .extracting(event -> event.path("subject").asText())
                    .containsExactly("deal/" + second, "deal/" + first);
            assertThat(Topic.read(run.kafka(), ADDED))
                    .extracting(record -> header(record, "ce_subject"))
                    .containsExactlyInAnyOrder("deal/" + first, "deal/" + second);
        }
    }

    private void startKafka() throws Exception {
        running.addLast(EmbeddedKafka.start(folder.resolve("kafka"), kafkaPort));
    }

    private Door door() {
        return Awaitility.await("the webhook of new deals is registered")
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> Door.in(listed(sandbox.url().toString(), sandbox.token()), "create", "deal", "2.0"),
                        found -> found.isPresent())
                .orElseThrow();
    }

    /** Awaits exactly one webhook for each subscription of the first start, all of them at the service's address. */
    private static void awaitWebhooks(RunFile run) {
        Awaitility.await("one webhook per subscription, at this address")
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(listed(run.sandbox(), run.sandboxToken()))
                        .allSatisfy(webhook -> assertThat(
                                        webhook.path("subscription_url").asText())
                                .startsWith(run.service()))
                        .extracting(webhook -> webhook.path("event_action").asText()
                                + '.'
                                + webhook.path("event_object").asText())
                        .containsExactlyInAnyOrder("create.deal", "create.note", "create.organization"));
    }

    private static JsonNode listed(String sandbox, String token) {
        return Http.get(sandbox + "/v1/webhooks", Map.of("x-api-token", token))
                .json()
                .path("data");
    }

    private static String addDeal(String sandbox) {
        return Http.call("POST", sandbox + "/sandbox/deal", Map.of(), "{\"title\": \"Solar roof\"}".getBytes(UTF_8))
                .json()
                .path("id")
                .asText();
    }

    private void awaitAllPublished() {
        Awaitility.await("every event is published")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> ids("state=pending").isEmpty());
    }

    private static void awaitPublished(ManagementApi api, String deal) {
        Awaitility.await("the event of deal " + deal + " is published")
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> api.events("object=deal&action=added&state=published&record_id=" + deal),
                        found -> found.size() == 1);
    }

    private Set<String> ids(String query) {
        return api.events(query).stream()
                .map(event -> event.path("id").asText())
                .collect(Collectors.toSet());
    }

    private static Set<String> ceIds(List<ConsumerRecord<String, String>> records) {
        return records.stream().map(record -> header(record, "ce_id")).collect(Collectors.toSet());
    }
}

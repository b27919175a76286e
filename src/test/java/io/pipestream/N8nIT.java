package io.pipestream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.pipestream.N8n.Execution;
import io.pipestream.sandbox.SandboxOptions;
import io.pipestream.support.ManagementApi;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The workflows of docs/examples/n8n in a real n8n, one started by a hook and one from Kafka: each deal of the sandbox starts
 * each of them once. Runs with {@code -Pn8n} alone, for it installs n8n.
 */
@Tag("n8n")
@Timeout(value = 25, unit = TimeUnit.MINUTES)
class N8nIT {

    private static final Path EXAMPLES = Path.of("docs/examples/n8n");

    private static final String BY_HOOK = "pipestreamHook01";

    private static final String BY_KAFKA = "pipestreamKafka1";

    /** The path of the Webhook node of the example. */
    private static final String PATH = "7d9c0f2b-52a7-4b3c-8f0e-3f6a1f5a9c11";

    private static final List<String> TITLES =
            IntStream.range(0, 20).mapToObj(i -> "n8n deal " + i).toList();

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    private Path folder = Path.of("");

    @Test
    void eachNewDealStartsEachWorkflowOnceAndWhatIsSentAgainDoesTheWorkOfNoneTwice() throws Exception {
        var servers = RealServers.start(folder, SandboxOptions.defaults());
        // n8n's client of Kafka reads gzip alone, see docs/triggers.md.
        var service = servers.service(Map.of("KAFKA_COMPRESSION_TYPE", "gzip", "PIPESTREAM_HOOK_RETRY_DELAYS", "1s"));
        try (var n8n = N8n.in(folder.resolve("n8n"))) {
            // Given
            service.start();
            var api = RealServers.api(service);
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> servers.sandbox().webhooks().size() >= 3);
            sample(api); // makes the topic, which n8n does not
            n8n.take("credentials", credentials(servers.kafka()));
            n8n.take("workflow", EXAMPLES.resolve("new-deal-by-hook.json"));
            n8n.take("workflow", EXAMPLES.resolve("new-deal-by-kafka.json"));
            n8n.start();
            var hook = hook(api, n8n.webhook(PATH));
            sample(api);

            // When
            for (var title : TITLES) {
                servers.sandbox().control("POST", "/deal", "{\"title\": \"" + title + "\"}");
            }

            // Then
            awaitExecutions(n8n, BY_HOOK, TITLES.size());
            awaitExecutions(n8n, BY_KAFKA, TITLES.size() + 2);
            for (var workflow : List.of(BY_HOOK, BY_KAFKA)) {
                for (var title : TITLES) {
                    assertThat(of(n8n, workflow).stream().filter(one -> one.isOf(title)))
                            .as(workflow + ' ' + title)
                            .singleElement()
                            .matches(Execution::hasDoneTheWork);
                }
                assertThat(of(n8n, workflow).stream().filter(Execution::hasDoneTheWork))
                        .as("executions that went through, the samples' not among them")
                        .hasSize(TITLES.size());
            }

            // When
            var deliveries = api.get(hook + "/deliveries").json().path("data");
            assertThat(deliveries).hasSize(TITLES.size());
            for (var delivery : deliveries) {
                var again = api.call(
                        "POST", hook + "/deliveries/" + delivery.path("id").asText() + "/redeliver", "");
                assertThat(again.status()).as(again.body()).isEqualTo(200);
            }
            var replay = api.call("POST", "/api/replays", """
                    {"selection": {"object": "deal", "action": "added"}, "target": {"kind": "original"},
                     "reason": "n8n is to see all of it twice", "run": true}
                    """);
            assertThat(replay.status()).as(replay.body()).isEqualTo(201);

            // Then
            awaitExecutions(n8n, BY_HOOK, 2 * TITLES.size());
            awaitExecutions(n8n, BY_KAFKA, 2 * (TITLES.size() + 2));
            for (var workflow : List.of(BY_HOOK, BY_KAFKA)) {
                assertThat(of(n8n, workflow)).allMatch(Execution::isSuccess);
                for (var title : TITLES) {
                    assertThat(of(n8n, workflow).stream().filter(one -> one.isOf(title) && one.hasDoneTheWork()))
                            .as(workflow + ' ' + title)
                            .hasSize(1);
                }
            }
            System.out.printf(
                    "n8n: %d deals, one execution each of the workflow by hook and of that from Kafka; %d sent again to"
                            + " each, none did its work twice%n",
                    TITLES.size(), TITLES.size());
        } finally {
            servers.stop();
        }
    }

    private static String hook(ManagementApi api, String url) {
        var answer = api.call("POST", "/api/hooks", """
                {"url": "%s", "trigger": "PIPEDRIVE_NEW_DEAL_TRIGGER", "filter": "!has(meta.test)", "concurrency": 1}
                """.formatted(url));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return "/api/hooks/" + answer.json().path("id").asText();
    }

    private static void sample(ManagementApi api) {
        var sent = api.call("POST", "/api/triggers/PIPEDRIVE_NEW_DEAL_TRIGGER/test", "");
        assertThat(sent.status()).as(sent.body()).isEqualTo(201);
        var event = "/api/events/" + sent.json().path("event_id").asText();
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> api.get(event).json().path("state").asText().equals("published"));
    }

    private Path credentials(String kafka) throws IOException {
        var json = Files.readString(EXAMPLES.resolve("kafka-credential.json"));
        assertThat(json).contains("localhost:9092");
        return Files.writeString(folder.resolve("credentials.json"), json.replace("localhost:9092", kafka));
    }

    /** Until there are so many; more are found by whoever counts them afterwards. */
    private static void awaitExecutions(N8n n8n, String workflow, int count) throws SQLException {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(of(n8n, workflow))
                        .as(workflow + ", see " + n8n.log())
                        .hasSizeGreaterThanOrEqualTo(count));
        assertThat(of(n8n, workflow)).hasSize(count);
    }

    private static List<Execution> of(N8n n8n, String workflow) throws SQLException {
        return n8n.executions().stream()
                .filter(one -> one.workflow().equals(workflow))
                .toList();
    }
}

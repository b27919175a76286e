package io.pipestream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

import com.fasterxml.jackson.databind.JsonNode;
import io.pipestream.embedded.PackagedService;
import io.pipestream.sandbox.SandboxOptions;
import io.pipestream.support.Http;
import io.pipestream.support.SandboxApi;
import io.pipestream.support.TopicSummary;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three packaged services on one database, all of which look after the same webhooks, and ten restarts. */
@Timeout(600)
class RegistrationsIT {

    private static final List<String> WANTED = List.of("create.deal", "create.note", "create.organization");

    private static final String LIST = "GET /v1/webhooks";

    /** A check whose instance is killed keeps the others from checking for a minute. */
    private static final Duration CHECKED_WITHIN = Duration.ofSeconds(90);

    @TempDir
    private Path folder = Path.of("");

    private RealServers servers;
    private SandboxApi sandbox;
    private final List<PackagedService> services = new ArrayList<>();
    private List<JsonNode> foreign;

    @BeforeEach
    void prepare() throws Exception {
        servers = RealServers.start(folder, SandboxOptions.defaults());
        sandbox = servers.sandbox();
        var first = servers.service(Map.of(
                "PIPESTREAM_RECONCILE_TICK", "1s",
                // So seldom that each check is that of a start.
                "PIPESTREAM_RECONCILE_MIN_INTERVAL", "1h"));
        services.addAll(List.of(first, servers.replica(first, "second"), servers.replica(first, "third")));
        // Others listen to the same account, one of them even to the same events, and one at what looks like our door.
        addForeign("create", "deal", sandbox.url() + "/webhooks/elsewhere");
        addForeign("*", "*", sandbox.url() + "/crm-sync");
        addForeign("create", "deal", sandbox.url() + "/webhooks/");
        foreign = listed(true);
    }

    @AfterEach
    void stop() throws Exception {
        servers.stop();
    }

    @Test
    void threeReplicasAndTenRestartsLeaveOneWebhookForEachSubscription() throws Exception {
        // Given
        startAll();
        Awaitility.await("the first webhook is there")
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> !listed(false).isEmpty());

        // When
        for (var service : services) {
            service.kill();
        }
        startAll();
        awaitOneEach();
        var ids = ids();
        for (int restart = 4; restart <= 10; restart++) {
            var service = services.get(restart % services.size());
            var checks = sandbox.calls(LIST);
            if (restart % 2 == 0) {
                service.kill();
            } else {
                service.close();
            }
            service.start();
            Awaitility.await("the webhooks are checked after restart " + restart)
                    .atMost(CHECKED_WITHIN)
                    .until(() -> sandbox.calls(LIST) > checks);
            assertThat(ids()).as("after restart " + restart).isEqualTo(ids);
        }

        // Then
        awaitOneEach();
        assertThat(listed(true)).as("webhooks of others").isEqualTo(foreign);
        assertADealIsToldOnce();
    }

    private void startAll() throws Exception {
        try (var threads = Executors.newFixedThreadPool(services.size())) {
            var starts = services.stream()
                    .<Callable<PackagedService>>map(service -> () -> {
                        service.start();
                        return service;
                    })
                    .toList();
            for (var start : threads.invokeAll(starts)) {
                start.get();
            }
        }
    }

    private void addForeign(String action, String object, String url) {
        var answer =
                Http.call("POST", sandbox.url() + "/v1/webhooks", Map.of("x-api-token", sandbox.token()), """
                {"name": "theirs", "event_action": "%s", "event_object": "%s", "subscription_url": "%s"}\
                """.formatted(
                                action, object, url)
                        .getBytes(UTF_8));
        assertThat(answer.status()).isEqualTo(201);
    }

    private void awaitOneEach() {
        Awaitility.await("one webhook for each subscription")
                .atMost(CHECKED_WITHIN)
                .untilAsserted(() -> assertThat(listed(false))
                        .extracting(RegistrationsIT::event)
                        .containsExactlyInAnyOrderElementsOf(WANTED));
    }

    /** Webhooks that point to our address, or those that do not. */
    private List<JsonNode> listed(boolean others) {
        var found = new ArrayList<JsonNode>();
        for (var webhook : sandbox.webhooks()) {
            var isOurs = webhook.path("subscription_url")
                    .asText()
                    .startsWith(services.getFirst().url());
            if (isOurs != others) {
                found.add(webhook);
            }
        }
        return found;
    }

    private List<Long> ids() {
        return listed(false).stream()
                .map(webhook -> webhook.path("id").asLong())
                .toList();
    }

    private static String event(JsonNode webhook) {
        return webhook.path("event_action").asText()
                + '.'
                + webhook.path("event_object").asText();
    }

    private void assertADealIsToldOnce() {
        sandbox.control("POST", "/deal", "");
        Awaitility.await("the new deal is in the topic")
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(TopicSummary.of(servers.kafka(), "pipedrive.deal.added")
                                .records())
                        .isEqualTo(1));
    }
}

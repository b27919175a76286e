package io.pipestream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import io.pipestream.embedded.PackagedService;
import io.pipestream.sandbox.SandboxOptions;
import io.pipestream.support.ManagementApi;
import io.pipestream.support.SandboxApi;
import io.pipestream.support.TopicSummary;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything goes wrong at random, at 50 changes a second, and the service dies again and again. Afterwards nothing is
 * missing and every gap is closed, without anyone's help. {@code pipestream.healing.seconds} says how long,
 * {@code pipestream.healing.seed} how.
 */
@Timeout(1200)
class HealingIT {

    private static final int SECONDS = Integer.getInteger("pipestream.healing.seconds", 45);
    private static final long SEED = Long.getLong("pipestream.healing.seed", 7);

    private static final Duration HEALED_WITHIN = Duration.ofMinutes(4);

    /** Pipedrive's waits are this much shorter: a ban lasts 15 s, the last retry comes after 1.5 s. */
    private static final double SPEED = 120;

    /** What we expect of Pipedrive is as much shorter; the rest is as in production, or sooner. */
    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry(
                    "PIPESTREAM_ACCOUNT_EVENTS", "added.deal,updated.deal,deleted.deal,added.note,added.organization"),
            Map.entry("PIPESTREAM_PIPEDRIVE_BAN_DURATION", "15s"),
            Map.entry("PIPESTREAM_PIPEDRIVE_RETRY_WINDOW", "2s"),
            Map.entry("PIPESTREAM_PIPEDRIVE_BREAKER_PAUSE", "2s"),
            Map.entry("PIPESTREAM_PIPEDRIVE_BURST", "50"),
            Map.entry("PIPESTREAM_RECONCILE_TICK", "1s"),
            Map.entry("PIPESTREAM_RECONCILE_MIN_INTERVAL", "5s"),
            Map.entry("PIPESTREAM_COVERAGE_HEARTBEAT", "1s"),
            Map.entry("PIPESTREAM_COVERAGE_DOWNTIME_AFTER", "2s"),
            Map.entry("PIPESTREAM_POLL_TICK", "1s"),
            Map.entry("PIPESTREAM_POLL_OVERLAP", "20s"),
            Map.entry("PIPESTREAM_POLL_GRACE", "5s"),
            Map.entry("PIPESTREAM_POLL_LEASE", "10s"));

    /** Changes a second. */
    private static final Map<String, Integer> RATES = Map.of("deal", 30, "note", 10, "organization", 10);

    /** Of organizations none is deleted, so that there is always something to put a note on. */
    private static final Map<String, String> MIXES = Map.of(
            "deal", "{\"update\": 0.4, \"delete\": 0.1}",
            "note", "{\"update\": 0.2, \"delete\": 0.1}",
            "organization", "{\"update\": 0.2}");

    private static final List<String> OBJECTS = List.of("deal", "note", "organization");

    @TempDir
    private Path folder = Path.of("");

    private final SplittableRandom chance = new SplittableRandom(SEED);
    private RealServers servers;
    private SandboxApi sandbox;
    private PackagedService service;
    private ManagementApi api;
    private int kills;
    private int stops;

    @BeforeEach
    void start() throws Exception {
        servers = RealServers.start(
                folder, SandboxOptions.defaults().withSpeed(SPEED).withPlan(100_000_000, 100));
        sandbox = servers.sandbox();
        service = servers.service(SETTINGS);
        api = RealServers.api(service);
        service.start();
        Awaitility.await("every subscription has its webhook")
                .atMost(Duration.ofSeconds(30))
                .until(() -> sandbox.webhooks().size() == 5);
    }

    @AfterEach
    void stop() throws Exception {
        servers.stop();
    }

    @Test
    void afterRandomTroubleNothingIsMissingAndEveryGapIsClosed() throws Exception {
        // Given
        sandbox.control("POST", "/organization", "");

        // When
        startTrouble();
        restartAtRandom();
        var troubleEnded = Instant.now();

        // Then
        awaitHealed(troubleEnded);
        var healed = Instant.now();
        var told = new TreeMap<String, TopicSummary>();
        OBJECTS.forEach(object -> told.put(object, TopicSummary.of(servers.kafka(), topic(object, "added"))));
        new HealingReport(sandbox.status(), gaps(), troubleEnded, healed)
                .add("seconds, seed", SECONDS + ", " + SEED)
                .add("restarts", kills + " by kill -9, " + stops + " by SIGTERM")
                .topics(told)
                .topics(Map.of(
                        "deal updated", TopicSummary.of(servers.kafka(), topic("deal", "updated")),
                        "deal deleted", TopicSummary.of(servers.kafka(), topic("deal", "deleted"))))
                .write();
        for (var object : OBJECTS) {
            var topic = told.get(object);
            assertThat(missing(object, topic)).as("not told").isEmpty();
            assertThat(topic.subjects()).as("told").hasSameSizeAs(sandbox.created(object));
            assertThat(topic.records())
                    .as("each once")
                    .isEqualTo(topic.subjects().size());
            assertThat(topic.ids()).as("each once").hasSize(topic.subjects().size());
        }
        assertThat(gaps())
                .isNotEmpty()
                .allSatisfy(gap -> assertThat(gap.path("state").asText()).isEqualTo("closed"));
        assertThat(api.get("/api/quarantine").json().path("data")).isEmpty();
        assertThereWasTrouble(told);
    }

    private void startTrouble() {
        RATES.forEach((object, rate) ->
                sandbox.control("POST", "/load", """
                {"object": "%s", "count": %d, "rate": %d, "mix": %s}\
                """.formatted(object, rate * SECONDS, rate, MIXES.get(object))));
        var each = Math.max(1, SECONDS / 60);
        sandbox.control("PUT", "/chaos", """
                {"seed": %d, "for": "PT%dS", "every": "PT2S", "bans": %d, "deletions": %d}\
                """.formatted(SEED, SECONDS, each, each));
    }

    /** After every 300 to 900 changes the service ends, three times of four without warning. */
    private void restartAtRandom() throws Exception {
        var most = RATES.values().stream().mapToInt(Integer::intValue).sum() * SECONDS;
        for (var next = chance.nextInt(300, 900); next < most; next = changes() + chance.nextInt(300, 900)) {
            awaitChanges(next);
            if (chance.nextInt(4) == 0) {
                service.close();
                stops++;
            } else {
                service.kill();
                kills++;
            }
            service.start();
        }
        awaitChanges(most);
        Awaitility.await("the sandbox's trouble is over")
                .atMost(Duration.ofMinutes(1))
                .until(() -> !sandbox.status().path("chaos").path("running").asBoolean());
    }

    private void awaitChanges(int wanted) {
        Awaitility.await(wanted + " changes")
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> changes() >= wanted);
    }

    private int changes() {
        return HealingReport.changes(sandbox.status());
    }

    /** Once everything up to the end is read, nothing can be found any more that would open another gap. */
    private void awaitHealed(Instant troubleEnded) {
        var connection = api.get("/api/connections").json().at("/data/0/id").asText();
        Awaitility.await("all is known, every gap is closed and every event is in Kafka")
                .atMost(HEALED_WITHIN)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> {
                    var coverage = api.get("/api/connections/" + connection + "/coverage")
                            .json();
                    assertThat(Instant.parse(coverage.path("complete_through").asText("1970-01-01T00:00:00Z")))
                            .as("complete through")
                            .isAfterOrEqualTo(troubleEnded);
                    assertThat(gaps())
                            .allSatisfy(gap ->
                                    assertThat(gap.path("state").asText()).isEqualTo("closed"));
                    assertThat(api.get("/api/events?limit=1&state=pending")
                                    .json()
                                    .path("data"))
                            .isEmpty();
                });
    }

    /** What was added and is not in the topic, and what else the journal knows of it. */
    private Map<String, List<String>> missing(String object, TopicSummary topic) {
        var missing = new TreeMap<String, List<String>>();
        for (var subject : sandbox.created(object)) {
            if (!topic.subjects().contains(subject)) {
                var query = "object=" + object + "&record_id=" + subject.substring(subject.indexOf('/') + 1);
                missing.put(
                        subject,
                        api.events(query).stream().map(HealingIT::brief).toList());
            }
        }
        return missing;
    }

    private static String brief(JsonNode event) {
        return event.path("type").asText() + " at " + event.path("occurred_at").asText() + " by "
                + event.path("source").asText() + ", " + event.path("state").asText() + ", added at "
                + event.path("object").path("add_time").asText();
    }

    private List<JsonNode> gaps() {
        var gaps = new ArrayList<JsonNode>();
        var cursor = "";
        do {
            var page = api.get("/api/gaps?limit=1000" + cursor).json();
            page.path("data").forEach(gaps::add);
            cursor = page.path("next_cursor").isTextual()
                    ? "&cursor=" + page.path("next_cursor").asText()
                    : "";
        } while (!cursor.isEmpty());
        return gaps;
    }

    /** What this proves is worth as much as the trouble was. */
    private void assertThereWasTrouble(Map<String, TopicSummary> told) {
        var done = sandbox.status().path("chaos").path("done");
        assertThat(done.path("ban").asInt()).as("bans").isPositive();
        assertThat(done.path("delete").asInt()).as("deletions").isPositive();
        assertThat(kills + stops).as("restarts").isPositive();
        assertThat(told.values())
                .as("found by polling")
                .anySatisfy(topic -> assertThat(topic.paths()).containsKey("poll"));
    }

    private static String topic(String object, String action) {
        return "pipedrive." + object + '.' + action;
    }
}

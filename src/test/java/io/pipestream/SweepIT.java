package io.pipestream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

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
 * More changed during a downtime than fits into memory; it is read page by page, through a kill.
 * {@code pipestream.sweep.records} says how much.
 */
@Timeout(600)
class SweepIT {

    private static final int RECORDS = Integer.getInteger("pipestream.sweep.records", 100_000);

    private static final int PAGE = 500;

    private static final Duration DOWN = Duration.ofSeconds(25);

    /** Above this, memory grows with what is read: a tenth of it is some 30 MB of JSON. */
    private static final long MOST_GROWTH = 48_000_000;

    @TempDir
    private Path folder = Path.of("");

    private RealServers servers;
    private SandboxApi sandbox;
    private PackagedService service;
    private ManagementApi api;
    private String polling;

    @BeforeEach
    void start() throws Exception {
        servers = RealServers.start(folder, SandboxOptions.defaults());
        sandbox = servers.sandbox();
        service = servers.service(Map.of(
                "JAVA_TOOL_OPTIONS", "-Xmx256m",
                "PIPESTREAM_ACCOUNT_EVENTS", "added.deal,updated.deal",
                "PIPESTREAM_COVERAGE_DOWNTIME_AFTER", "20s",
                "PIPESTREAM_POLL_TICK", "1s",
                "PIPESTREAM_POLL_LEASE", "10s",
                "PIPESTREAM_PIPEDRIVE_BURST", "80"));
        api = RealServers.api(service);
        service.start();
        Awaitility.await("both webhooks are there")
                .atMost(Duration.ofSeconds(30))
                .until(() -> sandbox.webhooks().size() == 2);
        polling = "/api/connections/"
                + api.get("/api/connections").json().at("/data/0/id").asText() + "/polling";
        assertThat(api.get(polling).json().path("cursor").asText()).isNotEmpty();
    }

    @AfterEach
    void stop() throws Exception {
        servers.stop();
    }

    @Test
    void whatChangedInADowntimeIsReadOnceInLittleMemoryThroughAKill() throws Exception {
        // Given
        service.kill();
        Awaitility.await("the downtime")
                .pollDelay(DOWN)
                .atMost(DOWN.plusSeconds(10))
                .until(() -> true);
        // Of one half the addition is news, of the other, which is old, only the change is.
        seed(RECORDS / 2, "PT20S");
        seed(RECORDS / 2, "P900D");
        var callsBefore = calls();

        // When
        service.start();
        var early = readUntil(RECORDS * 2 / 5);
        var atTheKill = run();
        service.kill();
        service.start();
        var resumed = run();
        var late = readUntil(Integer.MAX_VALUE);

        // Then
        var rows = run().path("rows").asLong();
        assertThat(resumed.path("rows").asLong())
                .as("rows of the run, after the restart")
                .isGreaterThanOrEqualTo(atTheKill.path("rows").asLong());
        assertThat(calls() - callsBefore)
                .as("pages; the one under way at the kill may be read twice")
                .isBetween((rows + PAGE - 1) / PAGE, (rows + PAGE - 1) / PAGE + 1);
        awaitPublished();
        assertEachIsToldOnce("added");
        assertEachIsToldOnce("updated");
        System.out.printf(
                "sweep: %d records, %d rows in %d pages, %d tokens, live heap at most %d MB before the kill, %d after%n",
                RECORDS,
                rows,
                calls() - callsBefore,
                sandbox.status().path("tokens").path("total_used").asLong(),
                most(early) / 1_000_000,
                most(late) / 1_000_000);
        assertFlat(early);
        assertFlat(late);
    }

    private void seed(int count, String addedOver) {
        sandbox.control("POST", "/seed", """
                {"object": "deal", "count": %d, "updated_over": "PT20S", "added_over": "%s"}\
                """.formatted(count, addedOver));
    }

    /** Waits until the run has read so many new events, or has ended; returns the heap in use on the way. */
    private List<Long> readUntil(int events) {
        var heap = new CopyOnWriteArrayList<Long>();
        Awaitility.await("the sweep goes on")
                .atMost(Duration.ofMinutes(4))
                .pollInterval(Duration.ofMillis(250))
                .until(() -> {
                    heap.add((long) api.metric("jvm_memory_used_bytes", "area=\"heap\""));
                    var run = run();
                    return run.path("events").asInt() >= events
                            // Not by its events: those of a page that the kill found stored and not noted are not
                            // counted.
                            || (run.path("rows").asInt() >= RECORDS
                                    && run.path("run").isNull());
                });
        return heap;
    }

    private JsonNode run() {
        return api.get(polling).json();
    }

    private long calls() {
        return sandbox.calls("GET /v1/recents");
    }

    private void awaitPublished() {
        Awaitility.await("every event is published")
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> api.get("/api/events?limit=1&state=pending")
                        .json()
                        .path("data")
                        .isEmpty());
    }

    private void assertEachIsToldOnce(String action) {
        var topic = TopicSummary.of(servers.kafka(), "pipedrive.deal." + action);
        assertThat(topic.records()).as(action).isEqualTo(RECORDS / 2);
        assertThat(topic.ids()).as(action).hasSize(RECORDS / 2);
        assertThat(topic.subjects()).as(action).hasSize(RECORDS / 2);
    }

    /** What a collection leaves is seen in the lowest of some samples; of the last third it is as low as of the first. */
    private static void assertFlat(List<Long> heap) {
        assertThat(heap).hasSizeGreaterThan(30);
        var third = heap.size() / 3;
        assertThat(least(heap.subList(heap.size() - third, heap.size())))
                .isLessThan(least(heap.subList(0, third)) + MOST_GROWTH);
    }

    private static long least(List<Long> heap) {
        return heap.stream().mapToLong(Long::longValue).min().orElseThrow();
    }

    private static long most(List<Long> heap) {
        return heap.stream().mapToLong(Long::longValue).max().orElseThrow();
    }
}

package io.pipestream;

import static io.pipestream.support.Topic.header;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;

import io.pipestream.embedded.Durability;
import io.pipestream.embedded.EmbeddedKafka;
import io.pipestream.embedded.EmbeddedPostgres;
import io.pipestream.embedded.PackagedService;
import io.pipestream.sandbox.Sandbox;
import io.pipestream.sandbox.SandboxOptions;
import io.pipestream.support.Door;
import io.pipestream.support.Http;
import io.pipestream.support.ManagementApi;
import io.pipestream.support.Topic;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two packaged services on the same servers: who relays what, and what happens when one of them stalls or dies. */
@Timeout(300)
class ReplicasIT {

    private static final String KEY = "psk_replicas_0123456789abcdef0123456789";

    private static final String ADDED = "pipedrive.deal.added";

    private static final int SHARDS = 4;

    @TempDir
    private Path folder = Path.of("");

    /** Stopped from the front, so the services go before what they need. */
    private final Deque<AutoCloseable> running = new ArrayDeque<>();

    private Sandbox sandbox;
    private EmbeddedKafka kafka;
    private PackagedService one;
    private PackagedService two;

    @BeforeEach
    void startTwo() throws Exception {
        sandbox = Sandbox.start(SandboxOptions.defaults());
        running.push(sandbox);
        kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0);
        running.push(kafka);
        var postgres = EmbeddedPostgres.start(folder, 0, Durability.DURABLE);
        running.push(postgres);
        one = PackagedService.of(
                folder.resolve("one"), PackagedService.JAR, postgres, kafka.bootstrapServers(), sandbox, KEY);
        running.push(one);
        two = one.replica(folder.resolve("two"));
        running.push(two);
        one.start();
        two.start();
        awaitShards(one, SHARDS / 2);
        awaitShards(two, SHARDS / 2);
    }

    @AfterEach
    void stopAll() throws Exception {
        while (!running.isEmpty()) {
            running.pop().close();
        }
    }

    @Test
    void theShardsOfAPausedInstanceMoveOnAndNothingDoublesWhenItGoesOn() throws Exception {
        // Given
        var load = new PersistentLoad(doorOfTwo(), two.url(), 4_000);
        load.start();
        load.awaitAnswered(400);

        // When
        one.pause();
        awaitShards(two, SHARDS);
        load.awaitAnswered(2_000);
        one.resume();
        awaitShards(one, SHARDS / 2);
        load.awaitAnswered(4_000);

        // Then
        assertEachIsInTheTopicOnce(4_000);
        assertThat(load.retries()).as("deliveries that met a dead service").isZero();
    }

    @Test
    void theShardsOfAKilledInstanceMoveOn() throws Exception {
        // Given
        var load = new PersistentLoad(doorOfTwo(), two.url(), 3_000);
        load.start();
        load.awaitAnswered(400);

        // When
        one.kill();
        awaitShards(two, SHARDS);
        load.awaitAnswered(3_000);

        // Then
        assertEachIsInTheTopicOnce(3_000);
    }

    private void assertEachIsInTheTopicOnce(int count) {
        Awaitility.await("every event is published")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> new ManagementApi(two.url(), KEY)
                        .get("/api/events?limit=1&state=pending")
                        .json()
                        .path("data")
                        .isEmpty());
        assertThat(Topic.read(kafka.bootstrapServers(), ADDED))
                .extracting(record -> header(record, "ce_id"))
                .hasSize(count)
                .doesNotHaveDuplicates();
    }

    private static void awaitShards(PackagedService service, int count) {
        var api = new ManagementApi(service.url(), KEY);
        Awaitility.await(count + " shards are relayed by " + service.url())
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> api.metric("pipestream_relay_shards", "") == count);
    }

    /** The webhook's address, as a proxy in front of both would pass it on to the second. */
    private Door doorOfTwo() {
        var found = Awaitility.await("the webhook of new deals is registered")
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> Door.in(
                                Http.get(sandbox.url() + "/v1/webhooks", Map.of("x-api-token", sandbox.token()))
                                        .json()
                                        .path("data"),
                                "create",
                                "deal",
                                "2.0"),
                        Optional::isPresent)
                .orElseThrow();
        return new Door(found.url().replace(one.url(), two.url()), found.user(), found.password());
    }
}

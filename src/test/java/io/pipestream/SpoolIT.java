package io.pipestream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import io.pipestream.embedded.Durability;
import io.pipestream.embedded.EmbeddedKafka;
import io.pipestream.embedded.EmbeddedPostgres;
import io.pipestream.embedded.PackagedService;
import io.pipestream.embedded.Ports;
import io.pipestream.sandbox.Sandbox;
import io.pipestream.sandbox.SandboxOptions;
import io.pipestream.support.Door;
import io.pipestream.support.Http;
import io.pipestream.support.ManagementApi;
import io.pipestream.support.Payloads;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two packaged services, and their servers taken away under load. {@code -Dpipestream.outage.seconds=600} makes the
 * outages long; then {@code -Dpipestream.outage.deals=1500 -Dpipestream.outage.rest=6000} keeps what there is to check
 * within bounds, with as many deals side by side and so many milliseconds between two changes of one.
 */
@Timeout(900)
class SpoolIT {

    private static final String KEY = "psk_spool_0123456789abcdef0123456789abcdef";

    private static final Duration OUTAGE = Duration.ofSeconds(Integer.getInteger("pipestream.outage.seconds", 8));

    private static final int DEALS = Integer.getInteger("pipestream.outage.deals", 60);

    private static final Duration REST = Duration.ofMillis(Integer.getInteger("pipestream.outage.rest", 100));

    @TempDir
    private Path folder = Path.of("");

    /** Stopped from the front, so the services go before what they need. */
    private final Deque<AutoCloseable> running = new ArrayDeque<>();

    private final int kafkaPort = Ports.free();
    private final String kafkaAddress = "127.0.0.1:" + kafkaPort;
    private final int postgresPort = Ports.free();
    private Sandbox sandbox;
    private EmbeddedKafka kafka;
    private EmbeddedPostgres postgres;
    private PackagedService one;
    private PackagedService two;

    @BeforeEach
    void startTwo() throws Exception {
        sandbox = Sandbox.start(SandboxOptions.defaults());
        running.push(sandbox);
        startKafka();
        running.push(() -> kafka.close());
        startPostgres();
        running.push(() -> postgres.close());
        one = PackagedService.of(folder.resolve("one"), PackagedService.JAR, postgres, kafkaAddress, sandbox, KEY)
                .with(Map.of("QUARKUS_SHUTDOWN_DELAY", "0s"));
        running.push(one);
        two = one.replica(folder.resolve("two"));
        running.push(two);
        one.start();
        two.start();
    }

    @AfterEach
    void stopAll() throws Exception {
        while (!running.isEmpty()) {
            running.pop().close();
        }
    }

    @Test
    void whilePostgresIsAwayEveryDeliveryIsAnswered2xxAndNoneOvertakesAnother() throws Exception {
        // Given
        var load = new OrderedLoad(doors(), 8_200_000, DEALS, REST);
        load.start();
        load.await(300, 204);

        // When
        postgres.kill();
        load.await(20, 202);
        two.kill();
        Thread.sleep(OUTAGE);
        startPostgres();
        two.start();
        load.await(300, 204);
        load.stop();

        // Then
        load.assertAllInTheTopicInOrder(kafkaAddress);
        report("Postgres away", load);
        assertThat(load.refusals()).as("answers that are no 2xx").isEmpty();
        assertThat(load.statuses(202)).isPositive();
    }

    @Test
    void whileKafkaIsAwayEveryDeliveryIsStoredAndTheBacklogIsPublishedAfterwards() throws Exception {
        // Given
        var load = new OrderedLoad(doors(), 8_210_000, DEALS, REST);
        load.start();
        load.await(100, 204);

        // When
        kafka.close();
        load.await(100, 204);
        Thread.sleep(OUTAGE);
        load.await(100, 204);
        load.stop();
        var pending = api().get("/api/events?limit=1000&state=pending")
                .json()
                .path("data")
                .size();
        startKafka();
        var begun = System.nanoTime();
        load.assertAllInTheTopicInOrder(kafkaAddress);

        // Then
        report("Kafka away", load);
        System.out.printf(
                "backlog of at least %d events published within %d ms%n",
                pending, Duration.ofNanos(System.nanoTime() - begun).toMillis());
        assertThat(load.refusals()).as("answers that are no 2xx").isEmpty();
    }

    @Test
    void whatIsSpooledKeepsItsPlaceThoughKafkaDiesBeforeItIsDrained() throws Exception {
        // Given
        var load = new OrderedLoad(doors(), 8_220_000, DEALS, REST);
        load.start();
        load.await(100, 204);

        // When
        postgres.kill();
        load.await(60, 202);
        kafka.close();

        // Then
        load.await(20, 503);
        assertThat(load.refusals()).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("retry-after")).isNotEmpty();
        });
        Awaitility.await("a look at Kafka that failed, too")
                .atMost(Duration.ofSeconds(10))
                .until(() -> Http.get(one.url() + "/q/health/ready", Map.of()).status() == 503);

        // When
        startPostgres();
        load.await(60, 202);
        Thread.sleep(OUTAGE);
        var direct = load.statuses(204);
        load.await(20, 202);

        // Then
        assertThat(load.statuses(204))
                .as("passing by what lies in Kafka, while nobody can read it")
                .isEqualTo(direct);

        // When
        startKafka();
        load.await(300, 204);
        load.stop();

        // Then
        load.assertAllInTheTopicInOrder(kafkaAddress);
        report("both away", load);
    }

    @Test
    void aLargeSpoolIsDrainedByThousandsASecond() {
        // Given
        int count = 20_000;
        var before = drained();

        // When
        var begun = System.nanoTime();
        spool(count);
        Awaitility.await("all is drained")
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> drained() - before >= count);
        var took = Duration.ofNanos(System.nanoTime() - begun);

        // Then
        System.out.printf(
                "drained %d in %d ms: %d a second%n", count, took.toMillis(), count * 1_000L / took.toMillis());
        assertThat(api().get("/api/events?limit=1&object=deal&record_id=8230000")
                        .json()
                        .path("data"))
                .hasSize(1);
        assertThat(took).isLessThan(Duration.ofSeconds(count / 1_000));
    }

    private double drained() {
        return List.of(one, two).stream()
                .mapToDouble(
                        service -> new ManagementApi(service.url(), KEY).metric("pipestream_spool_drained_total", ""))
                .sum();
    }

    private void spool(int count) {
        Map<String, Object> settings = Map.of("bootstrap.servers", kafkaAddress, "linger.ms", "20");
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < count; i++) {
                var body = Payloads.addedV2("deal", 8_230_000 + i, 1, "1").getBytes(UTF_8);
                var record = new ProducerRecord<byte[], byte[]>("pipedrive.spool", 0, null, body);
                Map.of(
                                "delivery", UUID.randomUUID().toString(),
                                "registration", UUID.randomUUID().toString(),
                                "company", "7301",
                                "received", Instant.now().toString(),
                                "headers", "{}")
                        .forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
                var unused = producer.send(record);
            }
        }
    }

    private void startKafka() throws Exception {
        kafka = EmbeddedKafka.start(folder.resolve("kafka"), kafkaPort);
    }

    private void startPostgres() throws Exception {
        postgres = EmbeddedPostgres.start(folder, postgresPort, Durability.DURABLE);
    }

    private ManagementApi api() {
        return new ManagementApi(one.url(), KEY);
    }

    private static void report(String what, OrderedLoad load) {
        System.out.printf(
                "%s for %d s: answered %s, refused in seconds %s, %d hung up on%n",
                what, OUTAGE.toSeconds(), load.statuses(), load.refusedBySecond(), load.hangUps());
    }

    /** The webhook's address at each instance. */
    private List<Door> doors() {
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
        return List.of(found, new Door(found.url().replace(one.url(), two.url()), found.user(), found.password()));
    }
}

package io.pipestream.chaos;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import io.pipestream.embedded.Durability;
import io.pipestream.embedded.EmbeddedKafka;
import io.pipestream.embedded.EmbeddedPostgres;
import io.pipestream.embedded.PackagedService;
import io.pipestream.embedded.RunFile;
import io.pipestream.sandbox.Sandbox;
import io.pipestream.sandbox.SandboxOptions;
import io.pipestream.support.Door;
import io.pipestream.support.Http;
import io.pipestream.support.ManagementApi;
import io.pipestream.support.Payloads;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A long replay by two packaged services: killed in the middle, paused, cancelled, and timed. With
 * {@code -Dpipestream.test.replay-events=1000000} it is as long as it is meant to be.
 */
@Timeout(1_800)
@Tag("long")
class ReplayIT {

    private static final String KEY = "psk_replay_0123456789abcdef0123456789abc";

    private static final long EVENTS = Long.getLong("pipestream.test.replay-events", 50_000);

    /** The time of two processors for two services, Postgres, Kafka and the test. */
    private static final Duration PATIENCE = Duration.ofSeconds(300 + EVENTS / 1_000);

    /** As many as fit into memory twice, for the comparison. */
    private static final long HELD = Math.min(EVENTS, 200_000);

    /** So that there is a middle to stop it in. */
    private static final String SLOWLY = rate(15);

    /** So that there still is one after three killed services were started again, which takes half a minute each. */
    private static final String VERY_SLOWLY = rate(180);

    private static final int PARTITIONS = 6;

    private static final String RUNNING = "pipestream_replay_running";

    @TempDir
    private Path folder = Path.of("");

    /** Stopped from the front, so the services go before what they need. */
    private final Deque<AutoCloseable> running = new ArrayDeque<>();

    private String kafka = "";
    private List<PackagedService> services = List.of();
    private @Nullable ReplayedJournal journal;
    private @Nullable UUID like;

    @BeforeEach
    void start() throws Exception {
        var sandbox = Sandbox.start(SandboxOptions.defaults());
        running.push(sandbox);
        var broker = EmbeddedKafka.start(folder.resolve("kafka"), 0);
        running.push(broker);
        kafka = broker.bootstrapServers();
        var postgres = EmbeddedPostgres.start(folder, 0, Durability.DURABLE);
        running.push(postgres);
        var one = PackagedService.of(folder.resolve("one"), PackagedService.JAR, postgres, kafka, sandbox, KEY);
        running.push(one);
        var two = one.replica(folder.resolve("two"));
        running.push(two);
        one.start();
        two.start();
        services = List.of(one, two);
        journal = new ReplayedJournal(new RunFile.Postgres(postgres.jdbcUrl(), postgres.user(), postgres.password()));
        like = oneEvent(sandbox);
    }

    @AfterEach
    void stop() throws Exception {
        while (!running.isEmpty()) {
            running.pop().close();
        }
    }

    @Test
    void aReplayThatIsKilledInTheMiddleGoesOnElsewhereWithoutGapDoubleOrSwap() throws Exception {
        // Given
        fill(EVENTS);
        var replay = run(services.getFirst(), VERY_SLOWLY);
        var plan = replay.at("/plan/count").asLong();

        // When
        for (int percent : new int[] {20, 50, 80}) {
            awaitSent(replay, EVENTS * percent / 100);
            var runner = runner();
            runner.kill();
            awaitSent(replay, EVENTS * percent / 100 + 1);
            runner.start();
        }
        var done = awaitState(replay, "done");

        // Then
        assertThat(plan).isEqualTo(EVENTS);
        assertThat(done.at("/progress/sent").asLong()).isEqualTo(plan);
        assertThat(scan(replay).findings()).isEqualTo(ReplayScan.perfect(plan));
    }

    @Test
    void pauseAndCancelHoldWithinASecondWhicheverInstanceIsAsked() throws Exception {
        // Given
        fill(EVENTS);
        var replay = run(services.getFirst(), SLOWLY);
        awaitSent(replay, EVENTS / 10);

        // When
        move(other(), replay, "pause");
        var paused = countAfterASecond(replay);
        assertNothingMoreComes(replay, paused);
        move(other(), replay, "resume");
        awaitSent(replay, Math.min(paused + EVENTS / 10, EVENTS));
        move(other(), replay, "cancel");
        var cancelled = countAfterASecond(replay);

        // Then
        assertNothingMoreComes(replay, cancelled);
        assertThat(paused).isBetween(1L, EVENTS - 1);
        assertThat(cancelled).isGreaterThan(paused);
        assertThat(scan(replay).findings()).isEqualTo(ReplayScan.perfect(cancelled));
    }

    @Test
    void aReplayIsAtLeastHalfAsFastAsAProducerThatHasTheSameRecordsInMemory() throws Exception {
        // Given
        fill(HELD);
        awaitState(run(services.getFirst(), ""), "done"); // and both are warm
        produce("warm", records(run(services.getFirst(), "")));

        // When
        var replay = awaitState(run(services.getFirst(), ""), "done");
        var records = records(replay);
        var nanos = produce("bare", records);

        // Then
        var took = Duration.between(instant(replay, "started_at"), instant(replay, "ended_at"));
        var replayed = HELD * 1e9 / took.toNanos();
        var bare = HELD * 1e9 / nanos;
        System.out.printf(
                "replay: %d events of %d bytes, %.0f/s; a producer with the same records in memory: %.0f/s; ratio %.2f%n",
                HELD, replay.at("/plan/bytes").asLong() / HELD, replayed, bare, replayed / bare);
        assertThat(records).hasSize((int) HELD);
        assertThat(replayed / bare).isGreaterThan(0.5);
    }

    /** As Kafka's own benchmark does, with the settings of a replay's producer: as fast as {@code send} takes them. */
    private long produce(String topic, List<ConsumerRecord<String, String>> records) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
            admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1)))
                    .all()
                    .get();
        }
        var settings = new HashMap<String, Object>();
        settings.put("bootstrap.servers", kafka);
        settings.put("acks", "all");
        settings.put("compression.type", "lz4");
        settings.put("linger.ms", 50);
        settings.put("batch.size", 128 * 1024);
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            // A leader that is not ready yet refuses a first batch and may take the second, after which it never takes
            // the first.
            for (int partition = 0; partition < PARTITIONS; partition++) {
                producer.send(new ProducerRecord<>(topic, partition, "ready", "ready"))
                        .get();
            }
            var begin = System.nanoTime();
            var sent = new ArrayList<Future<RecordMetadata>>(records.size());
            for (var record : records) {
                sent.add(producer.send(
                        new ProducerRecord<>(topic, null, record.key(), record.value(), record.headers())));
            }
            producer.flush();
            var took = System.nanoTime() - begin;
            for (var place : sent) {
                assertThat(place.get().hasOffset()).isTrue();
            }
            return took;
        }
    }

    private List<ConsumerRecord<String, String>> records(JsonNode replay) {
        awaitState(replay, "done");
        var records = new ArrayList<ConsumerRecord<String, String>>();
        TopicScan.committed(kafka).each(Pattern.compile(Pattern.quote(topic(replay))), records::add);
        return records;
    }

    private void fill(long events) throws SQLException {
        requireNonNull(journal).fill(events, requireNonNull(like), "Roof 1");
    }

    private static String rate(long seconds) {
        return ", \"rate\": " + Math.clamp(EVENTS / seconds, 1, 1_000_000);
    }

    private UUID oneEvent(Sandbox sandbox) {
        var door = Awaitility.await("the webhook of new deals is registered")
                .atMost(Duration.ofSeconds(60))
                .until(
                        () -> Door.in(
                                Http.get(sandbox.url() + "/v1/webhooks", Map.of("x-api-token", sandbox.token()))
                                        .json()
                                        .path("data"),
                                "create",
                                "deal",
                                "2.0"),
                        found -> found.isPresent())
                .orElseThrow();
        var body = Payloads.inCompany("7006", Payloads.addedV2("deal", 1, 1, "901"));
        assertThat(door.deliver(body).status()).isLessThan(300);
        var event = Awaitility.await("its event is stored")
                .atMost(Duration.ofSeconds(30))
                .until(() -> api(services.getFirst()).events("object=deal"), found -> !found.isEmpty());
        return UUID.fromString(event.getFirst().path("id").asText());
    }

    private JsonNode run(PackagedService service, String more) {
        var body = """
                {"selection": {"company_id": "%s"}, "target": {"kind": "side"}, "reason": "to try it", "run": true%s}
                """.formatted(ReplayedJournal.COMPANY, more);
        var answer = api(service).call("POST", "/api/replays", body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.json();
    }

    private void move(PackagedService service, JsonNode replay, String verb) {
        var answer = api(service).call("POST", path(replay) + '/' + verb, "");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    private JsonNode awaitState(JsonNode replay, String state) {
        return Awaitility.await("the replay is " + state)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> get(replay), now -> now.path("state").asText().equals(state));
    }

    private void awaitSent(JsonNode replay, long count) {
        Awaitility.await(count + " are sent")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> get(replay).at("/progress/sent").asLong() >= count);
    }

    private JsonNode get(JsonNode replay) {
        return api(alive()).get(path(replay)).json();
    }

    private PackagedService alive() {
        return services.stream().filter(PackagedService::isRunning).findFirst().orElseThrow();
    }

    private PackagedService runner() {
        return Awaitility.await("one of them runs it")
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> services.stream().filter(this::runs).findFirst(), found -> found.isPresent())
                .orElseThrow();
    }

    private PackagedService other() {
        return services.stream().filter(service -> !runs(service)).findFirst().orElseThrow();
    }

    private boolean runs(PackagedService service) {
        return service.isRunning() && api(service).metric(RUNNING, "") > 0;
    }

    private long countAfterASecond(JsonNode replay) {
        return Awaitility.await("a second has passed")
                .pollDelay(Duration.ofSeconds(1))
                .atMost(PATIENCE)
                .until(() -> scan(replay).records(), unused -> true);
    }

    private void assertNothingMoreComes(JsonNode replay, long count) {
        Awaitility.await("nothing more comes")
                .during(Duration.ofSeconds(2))
                .atMost(PATIENCE)
                .until(() -> scan(replay).records() == count);
    }

    private ReplayScan scan(JsonNode replay) {
        return ReplayScan.of(kafka, topic(replay), replay.path("id").asText());
    }

    private static String topic(JsonNode replay) {
        return replay.at("/plan/topics/0").asText();
    }

    private static Instant instant(JsonNode replay, String name) {
        return Instant.parse(replay.path(name).asText());
    }

    private static String path(JsonNode replay) {
        return "/api/replays/" + replay.path("id").asText();
    }

    private static ManagementApi api(PackagedService service) {
        return new ManagementApi(service.url(), KEY);
    }
}

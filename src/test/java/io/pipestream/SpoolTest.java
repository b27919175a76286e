package io.pipestream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import javax.sql.DataSource;

import com.fasterxml.jackson.databind.JsonNode;
import io.pipestream.support.Api;
import io.pipestream.support.Door;
import io.pipestream.support.Http;
import io.pipestream.support.Payloads;
import io.pipestream.support.Topic;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is held in Postgres and what lies in the spool topic, with both servers there. */
@QuarkusTest
@Timeout(120)
class SpoolTest {

    private static final String COMPANY = "5171";

    private static final Instant MOMENT = Instant.parse("2026-03-01T11:00:00Z");

    private static final String RECEIVED = "pipestream_webhooks_received_total";

    @Inject
    DataSource postgres;

    @AfterEach
    void drainAgain() {
        execute("DELETE FROM lease WHERE name = 'spool'");
        awaitClear();
    }

    @Test
    void whatComesWhileSomethingIsHeldIsHeldBehindItAndAnsweredLate() {
        // Given
        var door = Door.ofNewDeals();
        stopDraining();
        hold(door, added(8_100_001));
        awaitNotClear();
        var held = Api.metric(RECEIVED, "outcome=\"held\"");

        // When
        var begun = System.nanoTime();
        var answer = door.deliver(changed(8_100_001, "later"));
        var took = Duration.ofNanos(System.nanoTime() - begun);

        // Then
        assertThat(answer.status()).isEqualTo(202);
        assertThat(took).isBetween(Duration.ofMillis(2_900), Duration.ofSeconds(9));
        assertThat(Api.metric(RECEIVED, "outcome=\"held\"")).isEqualTo(held + 1);
        assertThat(events(8_100_001)).as("in the journal before it is drained").isEmpty();

        // When
        execute("DELETE FROM lease WHERE name = 'spool'");

        // Then
        assertThat(awaitEvents(8_100_001, 2))
                .extracting(event -> event.path("type").asText())
                .as("newest first")
                .containsExactly("com.pipedrive.deal.updated", "com.pipedrive.deal.added");
    }

    @Test
    void whatIsHeldAndWhatIsSpooledIsDrainedInTheOrderInWhichItCame() {
        // Given
        var door = Door.ofNewDeals();
        var registration = registration(door);
        var now = Instant.now();
        stopDraining();
        hold(door, changed(8_100_002, "second"), now.plusSeconds(10));
        spool(registration, changed(8_100_002, "first"), now);
        spool(registration, changed(8_100_002, "third"), now.plusSeconds(20));

        // When
        execute("DELETE FROM lease WHERE name = 'spool'");

        // Then
        assertThat(awaitEvents(8_100_002, 3))
                .extracting(event -> event.at("/object/title").asText())
                .containsExactly("third", "second", "first");
    }

    @Test
    void aDeliveryThatWasSpooledGoesOnWithItsTrace() {
        // Given
        var mark = Topic.mark("pipedrive.deal.added");
        var trace = "00-0af7651916cd43dd8448eb2118000011-b7ad6b7169203331-01";
        var record = record(
                UUID.randomUUID(),
                registration(Door.ofNewDeals()),
                added(8_100_011).getBytes(UTF_8),
                Instant.now(),
                "{\"traceparent\":\"" + trace + "\"}");

        // When
        send(record);

        // Then
        var event = mark.await(1, it -> it.key().endsWith(":deal:8100011")).getFirst();
        assertThat(Topic.header(event, "traceparent")).startsWith(trace.substring(0, 36));
    }

    @Test
    void whatTheSpoolHasOfARegistrationThatIsGoneIsDrainedAndForeignRecordsArePassedOver() {
        // Given
        var gone = UUID.randomUUID();
        var skipped = Api.metric("pipestream_spool_skipped_total", "");

        // When
        send(new ProducerRecord<>("pipedrive.spool", 0, null, "not ours".getBytes(UTF_8)));
        spool(gone, added(8_100_003), Instant.now());

        // Then
        assertThat(awaitEvents(8_100_003, 1)).hasSize(1);
        assertThat(Api.metric("pipestream_spool_skipped_total", "")).isEqualTo(skipped + 1);
    }

    @Test
    void aSpooledBodyThatIsNotUnderstoodIsQuarantinedOnce() {
        // Given
        var id = UUID.randomUUID();
        var body = "{spooled garbage".getBytes(UTF_8);

        // When
        send(record(id, UUID.randomUUID(), body, Instant.now()));
        send(record(id, UUID.randomUUID(), body, Instant.now()));

        // Then
        Awaitility.await("it is in quarantine")
                .atMost(Duration.ofSeconds(30))
                .until(() -> quarantined(id), found -> found == 1);
        awaitClear();
        assertThat(quarantined(id)).isEqualTo(1);
    }

    @Test
    void aSpooledDeliveryOfWhichPostgresRefusesEvenAHeaderIsQuarantinedWithoutItsHeaders() {
        // Given
        var id = UUID.randomUUID();
        execute("""
                CREATE FUNCTION refuse_header() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF NEW.headers LIKE '%unbearable%' THEN
                        RAISE EXCEPTION 'refused' USING ERRCODE = 'untranslatable_character';
                    END IF;
                    RETURN NEW;
                END $$
                """);
        execute("CREATE TRIGGER refuse BEFORE INSERT ON delivery FOR EACH ROW EXECUTE FUNCTION refuse_header()");
        var unbearable = record(id, UUID.randomUUID(), added(8_100_005).getBytes(UTF_8), Instant.now());
        unbearable.headers().remove("headers");
        unbearable.headers().add("headers", "{\"user-agent\":\"unbearable\"}".getBytes(UTF_8));

        // When
        try {
            send(unbearable);
            spool(UUID.randomUUID(), added(8_100_006), Instant.now());

            // Then
            assertThat(awaitEvents(8_100_006, 1)).as("what comes behind it").hasSize(1);
            assertThat(quarantined(id)).isEqualTo(1);
        } finally {
            execute("DROP TRIGGER refuse ON delivery");
            execute("DROP FUNCTION refuse_header");
        }
    }

    @Test
    void theSpoolTopicIsEmptiedAndThePositionStays() {
        // Given
        spool(UUID.randomUUID(), added(8_100_004), Instant.now());

        // When
        awaitEvents(8_100_004, 1);

        // Then
        Awaitility.await("drained records are deleted")
                .atMost(Duration.ofSeconds(30))
                .until(() -> Topic.read("pipedrive.spool").isEmpty());
        awaitClear();
    }

    @Test
    void aFloodThatIsHeldGoesDirectlyAgainAlthoughItDoesNotStop() {
        // Given
        var door = Door.ofNewDeals();
        stopDraining();
        hold(door, added(8_110_000));
        awaitNotClear();
        var statuses = new ConcurrentLinkedQueue<Integer>();
        var going = new AtomicBoolean(true);
        var numbers = new AtomicLong(8_110_001);
        var senders = IntStream.range(0, 64)
                .mapToObj(sender -> CompletableFuture.runAsync(
                        () -> {
                            while (going.get()) {
                                statuses.add(door.deliver(added(numbers.getAndIncrement()))
                                        .status());
                            }
                        },
                        Thread::startVirtualThread))
                .toList();

        // When
        Awaitility.await("some are held").atMost(Duration.ofSeconds(20)).until(() -> statuses.contains(202));
        execute("DELETE FROM lease WHERE name = 'spool'");

        // Then
        Awaitility.await("some are stored at once")
                .atMost(Duration.ofSeconds(30))
                .until(() -> statuses.contains(204));
        going.set(false);
        senders.forEach(CompletableFuture::join);
        assertThat(statuses).isSubsetOf(202, 204);
    }

    private static long quarantined(UUID id) {
        var rows = Api.get("/api/quarantine?limit=1000").json().path("data");
        return StreamSupport.stream(rows.spliterator(), false)
                .filter(row -> row.path("id").asText().equals(id.toString()))
                .count();
    }

    private static String added(long deal) {
        return Payloads.inCompany(COMPANY, Payloads.addedV2("deal", deal, 1, "901"));
    }

    private static String changed(long deal, String title) {
        return Payloads.inCompany(COMPANY, Payloads.changedV2("deal", deal, title, MOMENT));
    }

    private static List<JsonNode> events(long deal) {
        return Api.events("object=deal&record_id=" + deal);
    }

    private static List<JsonNode> awaitEvents(long deal, int count) {
        return Awaitility.await(count + " events of deal " + deal)
                .atMost(Duration.ofSeconds(30))
                .until(() -> events(deal), found -> found.size() >= count);
    }

    /** Somebody else has the lease, and does nothing. */
    private void stopDraining() {
        execute(
                "INSERT INTO lease (name, holder, expires_at) VALUES ('spool', gen_random_uuid(), now() + interval '1 hour')"
                        + " ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, expires_at = excluded.expires_at");
    }

    private void hold(Door door, String body) {
        hold(door, body, Instant.now());
    }

    private void hold(Door door, String body, Instant receivedAt) {
        execute(
                "INSERT INTO held_delivery (id, registration_id, company_id, received_at, headers, body)"
                        + " VALUES (gen_random_uuid(), ?, '7301', ?::timestamptz, '{}', ?)",
                registration(door),
                receivedAt.toString(),
                body.getBytes(UTF_8));
    }

    private UUID registration(Door door) {
        var path = door.url().substring(door.url().lastIndexOf('/') + 1);
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement("SELECT id FROM registration WHERE path = ?")) {
            statement.setString(1, path);
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getObject(1, UUID.class);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void spool(UUID registration, String body, Instant receivedAt) {
        send(record(UUID.randomUUID(), registration, body.getBytes(UTF_8), receivedAt));
    }

    /** As an instance writes it; a version that comes later has to read it. */
    private static ProducerRecord<byte[], byte[]> record(UUID id, UUID registration, byte[] body, Instant receivedAt) {
        return record(id, registration, body, receivedAt, "{\"user-agent\":\"test\"}");
    }

    private static ProducerRecord<byte[], byte[]> record(
            UUID id, UUID registration, byte[] body, Instant receivedAt, String headers) {
        var record = new ProducerRecord<byte[], byte[]>("pipedrive.spool", 0, null, body);
        Map.of(
                        "delivery", id.toString(),
                        "registration", registration.toString(),
                        "company", "7301",
                        "received", receivedAt.toString(),
                        "headers", headers)
                .forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
        return record;
    }

    private static void send(ProducerRecord<byte[], byte[]> record) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class));
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            var sent = producer.send(record);
            producer.flush();
            assertThat(sent).isDone();
        }
    }

    private static void awaitNotClear() {
        var seen = Api.metric("pipestream_spool_looks_total", "outcome=\"not_clear\"");
        Awaitility.await("no clear look is young enough")
                .atMost(Duration.ofSeconds(20))
                .until(() -> Api.metric("pipestream_spool_looks_total", "outcome=\"not_clear\"") > seen + 8);
    }

    private void awaitClear() {
        Awaitility.await("all is drained")
                .atMost(Duration.ofSeconds(30))
                .until(() -> Http.get(Api.url("/q/metrics"), Map.of("accept", "text/plain"))
                        .body()
                        .lines()
                        .toList()
                        .containsAll(List.of(
                                "pipestream_spool_clear 1.0",
                                "pipestream_spool_lag 0.0",
                                "pipestream_spool_held_size 0.0")));
    }

    private void execute(String sql, Object... parameters) {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}

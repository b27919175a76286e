package io.pipestream;

import static org.assertj.core.api.Assertions.assertThat;

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

import com.fasterxml.jackson.databind.JsonNode;
import io.pipestream.support.Api;
import io.pipestream.support.Database;
import io.pipestream.support.Door;
import io.pipestream.support.HeldDeliveries;
import io.pipestream.support.Http;
import io.pipestream.support.Payloads;
import io.pipestream.support.Topic;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.awaitility.Awaitility;
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
    Database database;

    @Inject
    HeldDeliveries held;

    @AfterEach
    void drainAgain() {
        held.drain();
        awaitClear();
    }

    @Test
    void whatComesWhileSomethingIsHeldIsHeldBehindItAndAnsweredLate() {
        // Given
        var door = Door.ofNewDeals();
        held.stopDraining();
        hold(door, added(8_100_001));
        HeldDeliveries.awaitLooks("not_clear");
        var before = Api.metric(RECEIVED, "outcome=\"held\"");

        // When
        var begun = System.nanoTime();
        var answer = door.deliver(changed(8_100_001, "later"));
        var took = Duration.ofNanos(System.nanoTime() - begun);

        // Then
        assertThat(answer.status()).isEqualTo(202);
        assertThat(took).isBetween(Duration.ofMillis(2_900), Duration.ofSeconds(9));
        assertThat(Api.metric(RECEIVED, "outcome=\"held\"")).isEqualTo(before + 1);
        assertThat(events(8_100_001)).as("in the journal before it is drained").isEmpty();

        // When
        held.drain();

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
        held.stopDraining();
        hold(door, changed(8_100_002, "second"), now.plusSeconds(10));
        SpooledDelivery.of(registration, changed(8_100_002, "first"), now).send();
        SpooledDelivery.of(registration, changed(8_100_002, "third"), now.plusSeconds(20))
                .send();

        // When
        held.drain();

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
        var delivery = SpooledDelivery.of(registration(Door.ofNewDeals()), added(8_100_011), Instant.now())
                .withHeaders("{\"traceparent\":\"" + trace + "\"}");

        // When
        delivery.send();

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
        SpooledDelivery.sendForeign("not ours");
        SpooledDelivery.of(gone, added(8_100_003), Instant.now()).send();

        // Then
        assertThat(awaitEvents(8_100_003, 1)).hasSize(1);
        assertThat(Api.metric("pipestream_spool_skipped_total", "")).isEqualTo(skipped + 1);
    }

    @Test
    void aSpooledBodyThatIsNotUnderstoodIsQuarantinedOnce() {
        // Given
        var garbage = SpooledDelivery.of(UUID.randomUUID(), "{spooled garbage", Instant.now());

        // When
        garbage.send();
        garbage.send();

        // Then
        Awaitility.await("it is in quarantine")
                .atMost(Duration.ofSeconds(30))
                .until(() -> quarantined(garbage.id()), found -> found == 1);
        awaitClear();
        assertThat(quarantined(garbage.id())).isEqualTo(1);
    }

    @Test
    void aSpooledDeliveryOfWhichPostgresRefusesEvenAHeaderIsQuarantinedWithoutItsHeaders() {
        // Given
        database.run("""
                CREATE FUNCTION refuse_header() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF NEW.headers LIKE '%unbearable%' THEN
                        RAISE EXCEPTION 'refused' USING ERRCODE = 'untranslatable_character';
                    END IF;
                    RETURN NEW;
                END $$
                """);
        database.run("CREATE TRIGGER refuse BEFORE INSERT ON delivery FOR EACH ROW EXECUTE FUNCTION refuse_header()");
        var unbearable = SpooledDelivery.of(UUID.randomUUID(), added(8_100_005), Instant.now())
                .withHeaders("{\"user-agent\":\"unbearable\"}");

        // When
        try {
            unbearable.send();
            SpooledDelivery.of(UUID.randomUUID(), added(8_100_006), Instant.now())
                    .send();

            // Then
            assertThat(awaitEvents(8_100_006, 1)).as("what comes behind it").hasSize(1);
            assertThat(quarantined(unbearable.id())).isEqualTo(1);
        } finally {
            database.run("DROP TRIGGER refuse ON delivery");
            database.run("DROP FUNCTION refuse_header");
        }
    }

    @Test
    void theSpoolTopicIsEmptiedAndThePositionStays() {
        // Given
        SpooledDelivery.of(UUID.randomUUID(), added(8_100_004), Instant.now()).send();

        // When
        awaitEvents(8_100_004, 1);

        // Then
        Awaitility.await("drained records are deleted")
                .atMost(Duration.ofSeconds(30))
                .until(() -> Topic.read(SpooledDelivery.TOPIC).isEmpty());
        awaitClear();
    }

    @Test
    void aFloodThatIsHeldGoesDirectlyAgainAlthoughItDoesNotStop() {
        // Given
        var door = Door.ofNewDeals();
        held.stopDraining();
        hold(door, added(8_110_000));
        HeldDeliveries.awaitLooks("not_clear");
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
        held.drain();

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

    private void hold(Door door, String body) {
        hold(door, body, Instant.now());
    }

    private void hold(Door door, String body, Instant receivedAt) {
        held.hold(registration(door), body, receivedAt);
    }

    private UUID registration(Door door) {
        var path = door.url().substring(door.url().lastIndexOf('/') + 1);
        return UUID.fromString(database.text("SELECT id FROM registration WHERE path = ?", path));
    }

    private static void awaitClear() {
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
}

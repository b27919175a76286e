package io.pipestream;

import static io.pipestream.support.Topic.header;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

import io.pipestream.support.Api;
import io.pipestream.support.Door;
import io.pipestream.support.Http;
import io.pipestream.support.Payloads;
import io.pipestream.support.Topic;
import io.quarkus.test.junit.QuarkusTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** From the outbox to Kafka: in order per record, and nothing in the way of what follows. */
@QuarkusTest
class RelayTest {

    private static final String STORED = "pipestream_events_stored_total";

    private static final int RECORDS = 20;

    private static final int CHANGES = 50;

    @Test
    void aRecordsEventsAreInTheTopicInTheOrderInWhichTheyWereStored() throws Exception {
        // Given
        var door = Door.ofNewDeals();
        var first = 950_000L;
        var start = Instant.parse("2026-03-02T08:00:00Z");

        // When
        try (var pool = Executors.newFixedThreadPool(RECORDS)) {
            var senders = new ArrayList<Callable<Boolean>>();
            for (long id = first; id < first + RECORDS; id++) {
                var record = id;
                senders.add(() -> {
                    for (int change = 0; change < CHANGES; change++) {
                        var body = Payloads.changedV2("deal", record, "title " + change, start.plusSeconds(change));
                        assertThat(door.deliver(body).status()).isEqualTo(204);
                    }
                    return true;
                });
            }
            for (var sender : pool.invokeAll(senders)) {
                assertThat(sender.get()).isTrue();
            }
        }

        // Then
        var records = Topic.await(
                "pipedrive.deal.updated",
                RECORDS * CHANGES,
                record -> record.key().startsWith(Payloads.COMPANY + ":deal:9500"));
        assertThat(records).hasSize(RECORDS * CHANGES);
        var byKey = records.stream().collect(Collectors.groupingBy(record -> record.key()));
        assertThat(byKey).hasSize(RECORDS).allSatisfy((key, ofRecord) -> {
            assertThat(ofRecord)
                    .extracting(record -> Long.parseLong(header(record, "ce_sequence")))
                    .isSorted()
                    .doesNotHaveDuplicates();
            assertThat(ofRecord)
                    .extracting(record -> Http.JSON
                            .readTree(record.value())
                            .path("object")
                            .path("title")
                            .asText())
                    .containsExactlyElementsOf(titles());
        });
    }

    @Test
    void thousandsOfChangesOfOneRecordAreRelayedInOrderAndNotOneByOne() {
        // Given
        var door = Door.ofNewDeals();
        var changes = 2_000;
        var start = Instant.parse("2026-03-03T08:00:00Z");
        var mark = Topic.mark("pipedrive.deal.updated");

        // When
        for (int change = 0; change < changes; change++) {
            var body = Payloads.changedV2("deal", 955_001, "title " + change, start.plusSeconds(change));
            assertThat(door.deliver(body).status()).isEqualTo(204);
        }

        // Then
        Awaitility.await("the relay kept up")
                .atMost(Duration.ofSeconds(5))
                .until(() -> Api.events("state=pending").isEmpty());
        var found = mark.await(changes, record -> record.key().equals(Payloads.COMPANY + ":deal:955001"));
        assertThat(found)
                .extracting(record -> Long.parseLong(header(record, "ce_sequence")))
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void anEventThatKafkaRefusesIsDeadLetteredAndTheRestFlows() {
        // Given
        var door = Door.ofNewDeals();
        var noise = new byte[3_000_000];
        new Random(11).nextBytes(noise);
        var large = Payloads.addedV2("deal", 960_001, 1, "901")
                .replace("Roof 960001", Base64.getEncoder().encodeToString(noise));

        // When
        assertThat(door.deliver(large.getBytes(UTF_8)).status()).isEqualTo(204);
        assertThat(door.deliver(Payloads.addedV2("deal", 960_002, 1, "901")).status())
                .isEqualTo(204);

        // Then
        Topic.await("pipedrive.deal.added", 1, record -> record.key().equals(Payloads.COMPANY + ":deal:960002"));
        var failed = Awaitility.await("the large event is dead-lettered")
                .atMost(Duration.ofSeconds(30))
                .until(() -> Api.events("state=failed&object=deal&record_id=960001"), found -> found.size() == 1)
                .getFirst();
        assertThat(failed.path("problem").asText()).contains("message.max.bytes", "max.request.size");
        var letter = Topic.read("pipedrive.deal.added.dlq").getFirst();
        assertThat(header(letter, "ce_id")).isEqualTo(failed.path("id").asText());
        assertThat(header(letter, "dead-letter-topic")).isEqualTo("pipedrive.deal.added");
        assertThat(header(letter, "ce_dataschema")).endsWith("/schemas/dead-letter/v1");
        assertThat(letter.value()).contains(failed.path("id").asText());
    }

    @Test
    void whatIsStoredIsPublishedOrPendingOrDeadLettered() {
        // Given
        awaitNothingPending();
        var storedBefore = Api.metric(STORED, "");
        var settledBefore = settled();

        // When
        for (int i = 1; i <= 20; i++) {
            Door.ofNewDeals().deliver(Payloads.addedV2("note", 970_000 + i, 1, "901"));
        }
        awaitNothingPending();

        // Then
        Awaitility.await("the counters add up")
                .atMost(Duration.ofSeconds(10))
                .until(() -> Api.metric(STORED, "") - storedBefore == settled() - settledBefore);
        assertThat(Api.metric(STORED, "") - storedBefore).isGreaterThanOrEqualTo(20);
    }

    private static double settled() {
        return Api.metric("pipestream_events_published_total", "")
                + Api.metric("pipestream_events_dead_lettered_total", "");
    }

    private static void awaitNothingPending() {
        Awaitility.await("the outbox is empty")
                .atMost(Duration.ofSeconds(30))
                .until(() -> Api.events("state=pending").isEmpty());
    }

    @Test
    void eventsThatTogetherExceedTheBytesOfABatchAllArrive() {
        // Given
        var door = Door.ofNewDeals();
        var random = new Random(12);

        // When
        for (long id = 980_001; id <= 980_014; id++) {
            var noise = new byte[300_000]; // stands in payload and object, so a record is 800 KB
            random.nextBytes(noise);
            var body = Payloads.addedV2("note", id, 1, "901")
                    .replace("Called about " + id, Base64.getEncoder().encodeToString(noise));
            assertThat(door.deliver(body).status()).isEqualTo(204);
        }

        // Then
        var records = Topic.await(
                "pipedrive.note.added", 14, record -> record.key().startsWith(Payloads.COMPANY + ":note:9800"));
        assertThat(records)
                .hasSize(14)
                .allSatisfy(record -> assertThat(record.value()).hasSizeGreaterThan(600_000));
    }

    @Test
    void theRelaysThreadIsPartOfLiveness() {
        // When
        var live = Http.get(Api.url("/q/health/live"), Map.of());

        // Then
        assertThat(live.status()).isEqualTo(200);
        assertThat(live.body()).contains("Relay thread");
    }

    private static List<String> titles() {
        var titles = new ArrayList<String>();
        for (int change = 0; change < CHANGES; change++) {
            titles.add("title " + change);
        }
        return titles;
    }
}

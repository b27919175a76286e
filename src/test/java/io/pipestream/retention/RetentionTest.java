package io.pipestream.retention;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipestream.event.Source;
import io.pipestream.journal.Journal;
import io.pipestream.journal.PageResult;
import io.pipestream.journal.PolledCandidate;
import io.pipestream.normalise.PolledRow.Readable;
import io.pipestream.normalise.RowNormaliser;
import io.pipestream.normalise.RowShape;
import io.pipestream.support.Api;
import io.pipestream.support.Door;
import io.pipestream.support.Http;
import io.pipestream.support.Payloads;
import io.pipestream.support.TestClock;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Old months go and nothing else does: not their keys, not what Kafka lacks, not what is in quarantine. */
@QuarkusTest
class RetentionTest {

    /** When the deals of {@link OldMonth} were, by Pipedrive's clock. */
    private static final Instant CREATED = Instant.parse("2026-03-01T10:00:05Z");

    @Inject
    OldMonth month;

    @Inject
    Journal journal;

    @Test
    void aDeliveryOfADroppedEventIsStillADuplicate() {
        // Given
        month.store("5272", Instant.parse("2012-03-02T00:00:00Z"), 8_110_000, 3);
        month.awaitPublished();
        month.madeInTime();
        month.drop(2012);
        var duplicates = Api.metric("pipestream_webhooks_received_total", "duplicate");

        // When
        var answer = Door.ofNewDeals().deliver(OldMonth.body("5272", 8_110_001));

        // Then
        assertThat(answer.status()).isEqualTo(204);
        assertThat(Api.metric("pipestream_webhooks_received_total", "duplicate"))
                .isEqualTo(duplicates + 1);
        assertThat(Api.events("company_id=5272&record_id=8110001")).isEmpty();
        assertThat(month.texts(
                        "SELECT newest::text FROM record_horizon WHERE company_id = '5272' AND record_id = '8110001'"))
                .hasSize(1);
    }

    @Test
    void aPolledRowThatIsNoNewerThanADroppedEventIsNoNews() throws Exception {
        // Given
        month.store("5281", Instant.parse("2010-03-02T00:00:00Z"), 8_180_000, 1);
        month.awaitPublished();
        month.madeInTime();
        month.drop(2010);

        // When
        var older = poll(8_180_000, CREATED.minusSeconds(60));
        var newer = poll(8_180_000, CREATED.plusSeconds(60));

        // Then
        assertThat(older.stored()).isZero();
        assertThat(newer.stored()).isEqualTo(1);
    }

    @Test
    void noDeliveryFailsWhileAMonthIsDropped() throws Exception {
        // Given
        month.store("5273", Instant.parse("2013-03-02T00:00:00Z"), 8_200_000, 2_000);
        month.awaitPublished();
        month.madeInTime();
        var door = Door.ofNewDeals();
        var stop = new AtomicBoolean();
        var next = new AtomicInteger();
        var answers = new ArrayList<Integer>();

        // When
        try (var senders = Executors.newFixedThreadPool(4)) {
            for (int sender = 0; sender < 4; sender++) {
                senders.execute(() -> {
                    while (!stop.get()) {
                        var status = door.deliver(OldMonth.body("5274", 8_210_000 + next.incrementAndGet()))
                                .status();
                        synchronized (answers) {
                            answers.add(status);
                        }
                    }
                });
            }
            Awaitility.await("deliveries come in").until(() -> next.get() > 50);
            month.drop(2013);
            var before = next.get();
            Awaitility.await("deliveries still come in").until(() -> next.get() > before + 50);
            stop.set(true);
        }

        // Then
        assertThat(month.rowsOf("5273")).isEmpty();
        assertThat(answers).hasSizeGreaterThan(100).containsOnly(204);
    }

    @Test
    void whatKafkaDoesNotHaveKeepsItsMonth() {
        // Given
        var ids = month.store("5275", Instant.parse("2014-03-02T00:00:00Z"), 8_120_000, 2);
        month.awaitPublished();
        month.madeInTime();
        // Nobody relays this shard.
        var waits = "shard = 32001 AND received_at < '2015-01-01'";
        month.run("INSERT INTO outbox SELECT seq, 32001, NULL, received_at FROM event WHERE company_id = '5275'");

        try {
            // When
            month.drop(2014);

            // Then
            assertThat(Api.get("/api/events/" + ids.getFirst()).status()).isEqualTo(200);
        } finally {
            month.run("DELETE FROM outbox WHERE " + waits);
        }

        // When
        month.drop(2014);

        // Then
        assertThat(Api.get("/api/events/" + ids.getFirst()).status()).isEqualTo(410);
    }

    @Test
    void aDeliveryInQuarantineKeepsItsMonth() {
        // Given
        month.quarantine(Instant.parse("2015-03-02T00:00:00Z"), "{\"of\": 2015}", "no reason but a test");
        month.madeInTime();

        // When
        month.drop(2015);

        // Then
        assertThat(Api.get("/api/quarantine?limit=1000").body()).contains("no reason but a test");
        assertThat(month.deliveriesOf(2015)).hasSize(1);
    }

    @Test
    void aRowForWhoseTimeThereIsNoPartitionIsStoredAndNotDroppedBeforeItIsOld() {
        // Given
        var beginningOfTime = Instant.parse("1971-05-02T00:00:00Z");

        // When
        var ids = month.store("5276", beginningOfTime, 8_130_000, 1);

        // Then
        assertThat(Api.get("/api/events/" + ids.getFirst()).status()).isEqualTo(200);

        // When
        month.drop(2014);

        // Then
        assertThat(Api.get("/api/events/" + ids.getFirst()).status()).isEqualTo(200);
    }

    @Test
    void theStorageShowsPartitionsKeysGrowthAndForecast() {
        // Given
        var then = TestClock.now().minus(Duration.ofDays(10));
        month.run("INSERT INTO storage_sample VALUES ('%1$s'::timestamptz, '%1$s', 1000, 0)".formatted(then)
                + " ON CONFLICT (day) DO UPDATE SET bytes = 1000");

        // When
        var storage = Api.get("/api/storage").json();

        // Then
        assertThat(storage.path("partitions"))
                .hasSizeGreaterThanOrEqualTo(8)
                .allSatisfy(part -> assertThat(part.path("bytes").asLong()).isPositive());
        assertThat(storage.path("keys").path("bytes").asLong()).isPositive();
        assertThat(storage.path("growth").path("bytes_per_day").asDouble()).isPositive();
        assertThat(storage.path("forecast").path("days_left").asDouble()).isPositive();
        assertThat(Api.metric("pipestream_storage_bytes", "what=\"database\"")).isPositive();
    }

    private PageResult poll(long id, Instant updated) throws Exception {
        var data = (ObjectNode) Http.JSON
                .readTree(Payloads.changedV2("deal", id, "polled", updated))
                .path("data");
        var row = (Readable)
                new RowNormaliser().normalise("deal", data, RowShape.V1, "5281", "bulk.pipedrive.com", Source.RECENTS);
        var candidate = new PolledCandidate(null, row.updated(), data.toString().getBytes(UTF_8));
        return journal.appendPolled(UUID.randomUUID(), List.of(candidate))
                .await()
                .atMost(Duration.ofSeconds(30));
    }
}

package io.pipestream.retention;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipestream.event.Source;
import io.pipestream.journal.DropRepository;
import io.pipestream.journal.Journal;
import io.pipestream.journal.PageResult;
import io.pipestream.journal.Partition;
import io.pipestream.journal.PartitionRepository;
import io.pipestream.journal.PolledCandidate;
import io.pipestream.journal.RetentionConfig;
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

/** Old months go and nothing else does: not their keys, not what Kafka lacks, and nothing for good that was archived. */
@QuarkusTest
class RetentionTest {

    private static final Duration KEEP = Duration.ofDays(60);

    /** When the deals of {@link OldMonth} were, by Pipedrive's clock. */
    private static final Instant CREATED = Instant.parse("2026-03-01T10:00:05Z");

    @Inject
    Retention retention;

    @Inject
    OldMonth month;

    @Inject
    RetentionConfig config;

    @Inject
    Journal journal;

    @Inject
    DropRepository drops;

    @Inject
    PartitionRepository partitions;

    @Test
    void whatWasArchivedAndDroppedComesBackAsItWas() throws SQLException {
        // Given
        var ids = month.store("5271", Instant.parse("2011-03-02T00:00:00Z"), 8_100_000, 700);
        month.awaitPublished();
        month.madeInTime();
        var events = ids.stream().map(RetentionTest::event).toList();
        var rows = rowsOf("5271");
        var deliveries = deliveriesOf(2011);

        // When
        drop(2011);

        // Then
        var gone = Api.get("/api/events/" + ids.getFirst());
        assertThat(gone.status()).isEqualTo(410);
        assertThat(gone.json().path("type").asText()).isEqualTo("/problems/event-dropped");
        var archive = archiveOf("events", 2011);
        assertThat(gone.json().path("detail").asText())
                .contains(archive.path("name").asText());
        assertThat(archive.path("rows").asLong()).isEqualTo(700);
        assertThat(rowsOf("5271")).isEmpty();
        assertThat(deliveriesOf(2011)).isEmpty();
        assertThat(month.texts("SELECT event_seq::text FROM publication WHERE event_seq = "
                        + events.getFirst().path("sequence").asLong()))
                .isEmpty();

        // When
        restore(archive);
        restore(archiveOf("deliveries", 2011));

        // Then
        assertThat(ids.stream().map(RetentionTest::event)).isEqualTo(events);
        assertThat(rowsOf("5271")).isEqualTo(rows);
        assertThat(deliveriesOf(2011)).isEqualTo(deliveries);

        // When
        drop(2011);

        // Then
        assertThat(rowsOf("5271")).as("what was restored is kept for some time").hasSize(700);

        // When
        month.run("UPDATE journal_partition SET kept_until = from_at WHERE until_at < '2012-01-01'");
        drop(2011);

        // Then
        assertThat(rowsOf("5271")).isEmpty();
        assertThat(archivesOf("events", 2011))
                .as("the same rows are not written twice")
                .hasSize(1);
    }

    @Test
    void aDeliveryOfADroppedEventIsStillADuplicate() throws SQLException {
        // Given
        month.store("5272", Instant.parse("2012-03-02T00:00:00Z"), 8_110_000, 3);
        month.awaitPublished();
        month.madeInTime();
        drop(2012);
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
        drop(2010);

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
            drop(2013);
            var before = next.get();
            Awaitility.await("deliveries still come in").until(() -> next.get() > before + 50);
            stop.set(true);
        }

        // Then
        assertThat(rowsOf("5273")).isEmpty();
        assertThat(answers).hasSizeGreaterThan(100).containsOnly(204);
    }

    @Test
    void whatKafkaDoesNotHaveKeepsItsMonth() throws SQLException {
        // Given
        var ids = month.store("5275", Instant.parse("2014-03-02T00:00:00Z"), 8_120_000, 2);
        month.awaitPublished();
        month.madeInTime();
        // Nobody relays this shard.
        var waits = "shard = 32001 AND received_at < '2015-01-01'";
        month.run("INSERT INTO outbox SELECT seq, 32001, NULL, received_at FROM event WHERE company_id = '5275'");

        try {
            // When
            drop(2014);

            // Then
            assertThat(Api.get("/api/events/" + ids.getFirst()).status()).isEqualTo(200);
        } finally {
            month.run("DELETE FROM outbox WHERE " + waits);
        }

        // When
        drop(2014);

        // Then
        assertThat(Api.get("/api/events/" + ids.getFirst()).status()).isEqualTo(410);
    }

    @Test
    void aDeliveryInQuarantineKeepsItsMonth() throws SQLException {
        // Given
        month.quarantine(Instant.parse("2015-03-02T00:00:00Z"), "{\"of\": 2015}", "no reason but a test");
        month.madeInTime();

        // When
        drop(2015);

        // Then
        assertThat(Api.get("/api/quarantine?limit=1000").body()).contains("no reason but a test");
        assertThat(deliveriesOf(2015)).hasSize(1);
    }

    @Test
    void aRowForWhoseTimeThereIsNoPartitionIsStoredAndNotDroppedBeforeItIsOld() throws SQLException {
        // Given
        var beginningOfTime = Instant.parse("1971-05-02T00:00:00Z");

        // When
        var ids = month.store("5276", beginningOfTime, 8_130_000, 1);

        // Then
        assertThat(Api.get("/api/events/" + ids.getFirst()).status()).isEqualTo(200);

        // When
        drop(2014);

        // Then
        assertThat(Api.get("/api/events/" + ids.getFirst()).status()).isEqualTo(200);
    }

    @Test
    void whatCameWhileAMonthWasBeingDroppedIsPutBack() throws SQLException {
        // Given
        var ids = month.store("5277", Instant.parse("2016-03-02T00:00:00Z"), 8_140_000, 2);
        month.awaitPublished();
        month.madeInTime();
        drops.detach(partition("event", 2016));
        month.run("INSERT INTO outbox SELECT k.seq, 32002, NULL, k.received_at FROM event_key k" + " WHERE k.id = '"
                + ids.getFirst() + "'");

        // When
        drop(2016);

        // Then
        try {
            assertThat(ids)
                    .allSatisfy(id ->
                            assertThat(Api.get("/api/events/" + id).status()).isEqualTo(200));
        } finally {
            month.run("DELETE FROM outbox WHERE shard = 32002");
        }
    }

    @Test
    void aDropThatWasCutOffIsEndedByWhoeverComesNext() throws SQLException {
        // Given
        var ids = month.store("5278", Instant.parse("2017-03-02T00:00:00Z"), 8_150_000, 5);
        month.awaitPublished();
        month.madeInTime();
        drops.detach(partition("event", 2017));

        // When
        drop(2017);

        // Then
        assertThat(archiveOf("events", 2017).path("rows").asLong()).isEqualTo(5);
        assertThat(Api.get("/api/events/" + ids.getFirst()).status()).isEqualTo(410);
        assertThat(partitions.list()).noneMatch(Partition::isDropping);
    }

    @Test
    void aFileThatIsNotWhatWasWrittenIsNotRestored() throws Exception {
        // Given
        var ids = month.store("5279", Instant.parse("2018-03-02T00:00:00Z"), 8_160_000, 600);
        month.awaitPublished();
        month.madeInTime();
        drop(2018);
        var archive = archiveOf("events", 2018);
        var file = config.archive().orElseThrow().resolve(archive.path("name").asText() + ".ndjson.zst");
        var good = Files.readAllBytes(file);
        var bad = good.clone();
        bad[bad.length / 2] ^= 1;
        Files.write(file, bad);

        // When
        ask(archive);

        // Then
        var failed = await(archive, "failed");
        assertThat(failed.path("problem").asText()).isNotEmpty();
        assertThat(Api.get("/api/events/" + ids.getFirst()).status()).isEqualTo(410);

        // When
        Files.write(file, good);
        restore(archive);

        // Then
        assertThat(Api.get("/api/events/" + ids.getLast()).status()).isEqualTo(200);
    }

    @Test
    void aRestoreThatWasCutOffGoesOnWhereItWas() throws SQLException {
        // Given
        var ids = month.store("5280", Instant.parse("2019-03-02T00:00:00Z"), 8_170_000, 1_200);
        month.awaitPublished();
        month.madeInTime();
        drop(2019);
        var archive = archiveOf("events", 2019);

        // When
        month.run("UPDATE archive SET state = 'restoring', restored_rows = 1000 WHERE name = '"
                + archive.path("name").asText() + "'");

        // Then
        assertThat(await(archive, "restored").path("restored_rows").asLong()).isEqualTo(1_200);
        assertThat(rowsOf("5280")).hasSize(200);
        assertThat(Api.get("/api/events/" + ids.getLast()).status()).isEqualTo(200);
    }

    @Test
    void anArchiveThatThereIsNotIsAProblem() {
        assertThat(Api.post("/api/archives/none/restore", "")
                        .json()
                        .path("type")
                        .asText())
                .isEqualTo("/problems/archive-not-found");
    }

    @Test
    void theStorageShowsPartitionsKeysGrowthAndForecast() throws SQLException {
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

    /** Half a year after the month, by a policy that keeps two. */
    private void drop(int year) {
        retention.drop(Instant.parse(year + "-09-01T00:00:00Z"), new Policy(KEEP, archiveFolder()));
    }

    private Path archiveFolder() {
        return config.archive().orElseThrow();
    }

    private Partition partition(String parent, int year) {
        return partitions.list().stream()
                .filter(partition -> partition.parent().table().equals(parent)
                        && partition.range().from().toString().startsWith(year + "-03"))
                .findFirst()
                .orElseThrow();
    }

    private List<String> rowsOf(String company) throws SQLException {
        return month.texts("SELECT row_to_json(e)::text || row_to_json(p)::text FROM event e"
                + " LEFT JOIN publication p ON p.event_seq = e.seq WHERE company_id = '" + company
                + "' AND received_at < '2025-01-01' ORDER BY seq");
    }

    private List<String> deliveriesOf(int year) throws SQLException {
        return month.texts("SELECT row_to_json(d)::text FROM delivery d WHERE received_at BETWEEN '" + year
                + "-03-01' AND '" + year + "-04-01' ORDER BY id");
    }

    private static JsonNode event(String id) {
        var answer = Api.get("/api/events/" + id);
        assertThat(answer.status()).isEqualTo(200);
        return answer.json();
    }

    private static List<JsonNode> archivesOf(String kind, int year) {
        var found = new ArrayList<JsonNode>();
        Api.get("/api/archives").json().path("data").forEach(archive -> {
            if (archive.path("of").asText().equals(kind)
                    && archive.path("from").asText().startsWith(year + "-03")) {
                found.add(archive);
            }
        });
        return found;
    }

    private static JsonNode archiveOf(String kind, int year) {
        var found = archivesOf(kind, year);
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    private static void ask(JsonNode archive) {
        assertThat(Api.post("/api/archives/" + archive.path("name").asText() + "/restore", "")
                        .status())
                .isEqualTo(202);
    }

    private static void restore(JsonNode archive) {
        ask(archive);
        await(archive, "restored");
    }

    private static JsonNode await(JsonNode archive, String state) {
        var path = "/api/archives/" + archive.path("name").asText();
        return Awaitility.await("the archive is " + state)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(200))
                .until(
                        () -> Api.get(path).json(),
                        it -> it.path("state").asText().equals(state));
    }
}

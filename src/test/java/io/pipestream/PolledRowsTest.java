package io.pipestream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipestream.event.Observation;
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
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** What polling reads and what webhooks bring meet in the journal, in any order. */
@QuarkusTest
class PolledRowsTest {

    private static final UUID CONNECTION = UUID.fromString("0194d3a0-0000-7000-8000-000000005150");

    private static final Instant ADDED = Instant.parse("2026-03-01T10:00:05Z");

    private static final String HOST = "brightroofs.pipedrive.com";

    private final RowNormaliser normaliser = new RowNormaliser();

    @Inject
    Journal journal;

    @Test
    void aCreationThatPollingFoundFirstIsOneEvent() {
        // Given
        var door = Door.ofNewDeals();
        var id = 980_001L;

        // When
        var polled = append(row(id, "Roof " + id, ADDED));
        door.deliver(Payloads.addedV1("deal", id, 0));
        door.deliver(Payloads.addedV2("deal", id, 1, "901"));

        // Then
        assertThat(polled.stored()).isEqualTo(1);
        assertThat(polled.news())
                .extracting(Observation::dedupeKey)
                .containsExactly(Payloads.COMPANY + ":deal:" + id + ":added");
        var event = eventsOf(id).getFirst();
        assertThat(eventsOf(id)).hasSize(1);
        assertThat(event.path("source").asText()).isEqualTo("recents");
        assertThat(event.path("payload").path("title").asText()).isEqualTo("Roof " + id);
        assertThat(event.path("meta").path("user_id").isNull()).isTrue();
    }

    @Test
    void aRowThatIsOlderThanAWebhooksChangeIsNoNews() {
        // Given
        var id = 980_002L;
        Door.ofNewDeals().deliver(Payloads.changedV2("deal", id, "newest", ADDED.plusSeconds(60)));

        // When
        var older = append(latestOf(row(id, "older", ADDED.plusSeconds(30))));
        var same = append(latestOf(row(id, "newest", ADDED.plusSeconds(60))));

        // Then
        assertThat(older).isEqualTo(new PageResult(0, 1, List.of()));
        assertThat(same).isEqualTo(new PageResult(0, 1, List.of()));
        assertThat(eventsOf(id)).hasSize(1);
    }

    @Test
    void aRowThatIsNewerThanAWebhooksChangeIsOneUpdateHoweverOftenItIsRead() {
        // Given
        var id = 980_003L;
        var door = Door.ofNewDeals();
        door.deliver(Payloads.changedV2("deal", id, "older", ADDED.plusSeconds(30)));
        var newer = latestOf(row(id, "newer", ADDED.plusSeconds(60)));

        // When
        var first = append(newer);
        var again = append(newer);
        door.deliver(Payloads.changedV2("deal", id, "newer", ADDED.plusSeconds(60)));

        // Then
        assertThat(first.stored()).isEqualTo(1);
        assertThat(again).isEqualTo(new PageResult(0, 1, List.of()));
        assertThat(eventsOf(id))
                .extracting(event -> event.path("source").asText())
                .containsExactly("recents", "webhook-v2");
    }

    @Test
    void anAdditionTellsOfItsLaterChangesSoThatTheyAreNoNewsTheNextTime() {
        // Given
        var changed = row(980_004L, "changed twice", ADDED.plusSeconds(60));

        // When
        var first = append(changed);
        var again = append(changed);
        var later = append(row(980_004L, "changed again", ADDED.plusSeconds(90)));

        // Then
        assertThat(first.news()).extracting(Observation::dedupeKey).allMatch(key -> key.endsWith(":added"));
        assertThat(again).isEqualTo(new PageResult(0, 1, List.of()));
        assertThat(later.news()).extracting(Observation::dedupeKey).allMatch(key -> key.contains(":updated:"));
        assertThat(eventsOf(980_004L)).hasSize(2);
    }

    @Test
    void aRecordAddedAndDeletedWhileNobodyListenedIsBothInThatOrder() {
        // When
        var gone = deleted(980_005L, ADDED.plusSeconds(60));
        var first = append(gone);
        var again = append(gone);

        // Then
        assertThat(first.news()).extracting(event -> event.action().word()).containsExactly("added", "deleted");
        assertThat(again).isEqualTo(new PageResult(0, 1, List.of()));
        assertThat(eventsOf(980_005L))
                .extracting(event -> event.path("type").asText())
                .containsExactly("com.pipedrive.deal.deleted", "com.pipedrive.deal.added");
    }

    @Test
    void aDeletionThatDidNotMoveTheTimeOfChangeIsNewsButNotAfterTheRecordCameBack() {
        // Given
        var door = Door.ofNewDeals();
        door.deliver(Payloads.changedV2(
                "deal", 980_006L, "last change", ADDED.plusSeconds(60).plusMillis(812)));
        door.deliver(Payloads.changedV2("deal", 980_007L, "back again", ADDED.plusSeconds(61)));

        // When
        var page = append(
                latestOf(deleted(980_006L, ADDED.plusSeconds(60))), latestOf(deleted(980_007L, ADDED.plusSeconds(60))));

        // Then
        assertThat(page.news())
                .extracting(Observation::dedupeKey)
                .containsExactly(Payloads.COMPANY + ":deal:980006:deleted");
        assertThat(page.known()).isEqualTo(1);
    }

    @Test
    void ofOneRecordTwiceInAPageTheNewerStateCounts() {
        // When
        var page = append(row(980_008L, "newer", ADDED.plusSeconds(60)), row(980_008L, "older", ADDED.plusSeconds(30)));

        // Then
        assertThat(page.stored()).isEqualTo(1);
        assertThat(eventsOf(980_008L).getFirst().path("object").path("title").asText())
                .isEqualTo("newer");
    }

    @Test
    void aRowOfUnknownTimeIsNewsOnlyForARecordThatWasNeverHeardOf() {
        // Given
        var timeless = latestOf(row(980_009L, "when?", ADDED, "0000-00-00 00:00:00"));

        // Then
        assertThat(append(timeless).stored()).isEqualTo(1);
        assertThat(append(timeless).stored()).isZero();
        assertThat(append(latestOf(row(980_009L, "when, again?", ADDED, "0000-00-00 00:00:00")))
                        .stored())
                .isZero();
    }

    @Test
    void aRowThatCannotBeStoredIsQuarantinedOnceAndCostsItsPageNothing() {
        // Given
        var good = List.of(row(980_011L, "NUL \0 in a text", ADDED), row(980_012L, "good", ADDED));
        var bad = badly(row(980_013L, "bad", ADDED));

        // When
        var page = append(good.get(0), bad, good.get(1));
        var again = append(good.get(0), bad, good.get(1));

        // Then
        assertThat(page.stored()).isEqualTo(2);
        assertThat(page.known()).isZero();
        assertThat(again.known()).isEqualTo(2);
        assertThat(quarantined("the event cannot be stored", bad.raw().length)).hasSize(1);
        assertThat(eventsOf(980_011L).getFirst().path("object").path("title").asText())
                .isEqualTo("NUL \uFFFD in a text");
        assertThat(eventsOf(980_012L)).hasSize(1);
        assertThat(eventsOf(980_013L)).isEmpty();
    }

    @Test
    void anUnreadableRowIsKeptOnceHoweverOftenItIsRead() {
        // Given
        var row = "{\"no\": \"id, and a length of its own: 45\"}".getBytes(UTF_8);

        // When
        journal.quarantine(CONNECTION, row, "the record id is missing or unusable")
                .await()
                .atMost(Duration.ofSeconds(10));
        journal.quarantine(CONNECTION, row, "the record id is missing or unusable")
                .await()
                .atMost(Duration.ofSeconds(10));

        // Then
        assertThat(quarantined("the record id is missing or unusable", row.length))
                .hasSize(1);
    }

    @Test
    void aFullPageIsStoredOnceAndCounted() {
        // Given
        var page = LongStream.range(981_000, 981_500)
                .mapToObj(id -> row(id, "one of many", ADDED.plusSeconds(id % 60)))
                .toArray(PolledCandidate[]::new);
        var before = Api.metric("pipestream_events_stored_total", "source=\"recents\"");

        // Then
        assertThat(append(page).stored()).isEqualTo(500);
        assertThat(append(page)).isEqualTo(new PageResult(0, 500, List.of()));
        assertThat(append()).isEqualTo(new PageResult(0, 0, List.of()));
        assertThat(Api.metric("pipestream_events_stored_total", "source=\"recents\"") - before)
                .isEqualTo(500);
    }

    @Test
    void aPolledChangeNeverFollowsANewerOneThatArrivesAtTheSameTime() throws Exception {
        // Given
        var door = Door.ofNewDeals();
        var ids = LongStream.range(982_000, 982_200).boxed().toList();
        var calls = new ArrayList<Callable<Object>>();
        for (var id : ids) {
            calls.add(() -> door.deliver(Payloads.changedV2("deal", id, "newer", ADDED.plusSeconds(60))));
            if (id % 10 == 0) {
                var page = LongStream.range(id, id + 10)
                        .mapToObj(record -> latestOf(row(record, "older", ADDED.plusSeconds(30))))
                        .toArray(PolledCandidate[]::new);
                calls.add(() -> append(page));
            }
        }

        // When
        try (var pool = Executors.newFixedThreadPool(16)) {
            for (var call : pool.invokeAll(calls)) {
                call.get();
            }
        }

        // Then: newest first, and the webhook's change is always the last
        for (var id : ids) {
            assertThat(eventsOf(id))
                    .as("events of %d", id)
                    .extracting(event -> event.path("object").path("title").asText())
                    .isIn(List.of("newer"), List.of("newer", "older"));
        }
    }

    private PageResult append(PolledCandidate... page) {
        return journal.appendPolled(CONNECTION, List.of(page)).await().atMost(Duration.ofSeconds(20));
    }

    /** A row with everything that it can tell, as if its creation lay in the window. */
    private PolledCandidate row(long id, String title, Instant updated) {
        return row(id, title, updated, ADDED.toString());
    }

    private PolledCandidate row(long id, String title, Instant updated, String addTime) {
        var data = data(id, title, updated).put("add_time", addTime);
        if (!addTime.equals(ADDED.toString())) {
            data.put("update_time", addTime);
        }
        return candidate(data);
    }

    private PolledCandidate deleted(long id, Instant at) {
        return candidate(data(id, "gone", at).put("status", "deleted").put("deleted", true));
    }

    private static ObjectNode data(long id, String title, Instant updated) {
        try {
            return (ObjectNode) Http.JSON
                    .readTree(Payloads.changedV2("deal", id, title, updated))
                    .path("data");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private PolledCandidate candidate(ObjectNode data) {
        var row = (Readable) normaliser.normalise("deal", data, RowShape.V1, Payloads.COMPANY, HOST, Source.RECENTS);
        var latest = row.deleted() == null ? row.updated() : row.deleted();
        return new PolledCandidate(row.added(), latest, data.toString().getBytes(UTF_8));
    }

    /** The same row of a record that was added before the window. */
    private static PolledCandidate latestOf(PolledCandidate row) {
        return new PolledCandidate(null, row.latest(), row.raw());
    }

    /** The same row with a host that Postgres cannot store. */
    private static PolledCandidate badly(PolledCandidate row) {
        var good = row.created();
        return new PolledCandidate(
                new Observation(
                        good.dedupeKey(),
                        good.record(),
                        good.action(),
                        good.occurredAt(),
                        good.source(),
                        "a\0b",
                        good.payload(),
                        good.object(),
                        null,
                        good.meta(),
                        null,
                        List.of()),
                null,
                row.raw());
    }

    private static List<JsonNode> eventsOf(long id) {
        return Api.events("object=deal&record_id=" + id);
    }

    private static List<JsonNode> quarantined(String reason, int bytes) {
        return StreamSupport.stream(
                        Api.get("/api/quarantine?limit=1000")
                                .json()
                                .path("data")
                                .spliterator(),
                        false)
                .filter(delivery -> delivery.path("reason").asText().equals(reason))
                .filter(delivery -> delivery.path("bytes").asInt() == bytes)
                .toList();
    }
}

package io.pipestream;

import static io.pipestream.PolledDeals.ADDED;
import static io.pipestream.PolledDeals.deleted;
import static io.pipestream.PolledDeals.latestOf;
import static io.pipestream.PolledDeals.row;
import static io.pipestream.PolledDeals.timeless;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import io.pipestream.event.Observation;
import io.pipestream.journal.Journal;
import io.pipestream.journal.PageResult;
import io.pipestream.journal.PolledCandidate;
import io.pipestream.support.Api;
import io.pipestream.support.Door;
import io.pipestream.support.Payloads;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** What polling reads and what webhooks bring meet in the journal, in any order. */
@QuarkusTest
class PolledRowsTest {

    private static final UUID CONNECTION = UUID.fromString("0194d3a0-0000-7000-8000-000000005150");

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
        var polled = latestOf(timeless(980_009L, "when?"));

        // Then
        assertThat(append(polled).stored()).isEqualTo(1);
        assertThat(append(polled).stored()).isZero();
        assertThat(append(latestOf(timeless(980_009L, "when, again?"))).stored())
                .isZero();
    }

    @Test
    void aRowThatCannotBeStoredIsQuarantinedOnceAndCostsItsPageNothing() {
        // Given
        var good = List.of(row(980_011L, "NUL \0 in a text", ADDED), row(980_012L, "good", ADDED));
        var bad = PolledDeals.withBadHost(row(980_013L, "bad", ADDED));

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

package io.pipestream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import io.pipestream.journal.Journal;
import io.pipestream.support.Api;
import io.pipestream.support.Database;
import io.pipestream.support.Door;
import io.pipestream.support.Http;
import io.pipestream.support.Payloads;
import io.pipestream.support.TestClock;
import io.pipestream.support.Topic;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** What an operator does about deliveries that were not understood. */
@QuarkusTest
class QuarantineTest {

    private static final String COMPANY = "5183";

    @Inject
    Database database;

    @Inject
    Journal journal;

    @Test
    void aCorrectedBodyBecomesAnEventAndTheOriginalIsKept() {
        // Given
        var original = added(870_001).replace("\"entity\":\"deal\"", "\"entity\":42");
        var id = quarantined(original);
        var mark = Topic.mark("pipedrive.deal.added");

        // When
        var again = Api.post(path(id) + "/rerun", "");
        var corrected = Api.post(
                path(id) + "/rerun",
                Http.JSON.createObjectNode().put("body", added(870_001)).toString());

        // Then
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json().path("outcome").asText()).isEqualTo("rejected");
        assertThat(again.json().path("reason").asText()).isNotEmpty();
        assertThat(corrected.json().path("outcome").asText()).isEqualTo("stored");
        var event = Api.events("company_id=" + COMPANY + "&record_id=870001").getFirst();
        assertThat(event.path("id")).isEqualTo(corrected.json().path("event_id"));
        mark.await(1, message -> message.key().equals(COMPANY + ":deal:870001"));

        // Then: all of it stays findable
        var kept = Api.get(path(id)).json();
        assertThat(kept.path("state").asText()).isEqualTo("rerun");
        assertThat(kept.path("text").asText()).isEqualTo(original);
        assertThat(kept.path("event_id")).isEqualTo(event.path("id"));
        assertThat(kept.path("headers").isObject()).isTrue();
        assertThat(new String(Base64.getDecoder().decode(kept.path("body").asText()), UTF_8))
                .isEqualTo(original);
        assertThat(kept.path("decisions"))
                .extracting(decision -> decision.path("outcome").asText())
                .containsExactly("rejected", "stored");
        assertThat(kept.path("decisions").path(1).path("corrected_body").asText())
                .isEqualTo(added(870_001));
        assertThat(kept.path("decisions").path(1).path("by").asText()).isEqualTo("configured");
        assertThat(ids("state=open")).doesNotContain(id);
        assertThat(ids("state=rerun")).contains(id);
        assertThat(Api.get("/api/events/" + event.path("id").asText() + "/timeline")
                        .json()
                        .path("data"))
                .extracting(entry -> entry.path("kind").asText())
                .contains("received", "stored", "left_quarantine");
        assertThat(Api.get("/api/deliveries?event_id=" + event.path("id").asText())
                        .json()
                        .path("data"))
                .singleElement()
                .satisfies(delivery -> {
                    assertThat(delivery.path("outcome").asText()).isEqualTo("first");
                    assertThat(delivery.path("source").asText()).isEqualTo("webhook-v2");
                });
    }

    @Test
    void whatWasDecidedIsNotDecidedAgain() {
        // Given
        var id = quarantined("no JSON, worth nothing");
        Api.post(path(id) + "/discard", "{\"reason\": \"a test of the network\"}");

        // When
        var answers = List.of(
                Api.post(path(id) + "/rerun", ""),
                Api.post(
                        path(id) + "/rerun",
                        Http.JSON.createObjectNode().put("body", added(870_010)).toString()),
                Api.post(path(id) + "/discard", "{\"reason\": \"again\"}"));

        // Then
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.json().path("type").asText()).isEqualTo("/problems/quarantine-decided");
        });
        assertThat(Api.events("company_id=" + COMPANY + "&record_id=870010")).isEmpty();
        assertThat(ids("state=discarded")).contains(id);
        assertThat(ids("")).doesNotContain(id);
        assertThat(Api.get(path(id)).json().path("decisions")).singleElement().satisfies(decision -> {
            assertThat(decision.path("reason").asText()).isEqualTo("a test of the network");
            assertThat(decision.path("by").asText()).isEqualTo("configured");
        });
    }

    @Test
    void discardingNeedsAReasonAndADelivery() {
        // Given
        var id = quarantined("no JSON, to be kept");
        var nobody = new UUID(0, 870);

        // When
        var reasonless = Stream.of("", "{}", "{\"reason\": \"  \"}")
                .map(body -> Api.post(path(id) + "/discard", body))
                .toList();
        var unknown = List.of(
                Api.post(path(nobody) + "/discard", "{\"reason\": \"none\"}"),
                Api.post(path(nobody) + "/rerun", ""),
                Api.get(path(nobody)));

        // Then
        assertThat(reasonless)
                .extracting(answer -> answer.json().path("type").asText())
                .containsOnly("/problems/reason-missing");
        assertThat(unknown)
                .extracting(answer -> answer.json().path("type").asText())
                .containsOnly("/problems/quarantine-not-found");
        assertThat(ids("state=open")).contains(id);
    }

    @Test
    void aDeliveryOfWhatWasStoredMeanwhileIsADuplicateOfIt() {
        // Given
        var id = quarantined("no JSON, but soon");
        Door.ofNewDeals().deliver(added(870_020));

        // When
        var decision = Api.post(
                        path(id) + "/rerun",
                        Http.JSON.createObjectNode().put("body", added(870_020)).toString())
                .json();

        // Then
        var event = Api.events("company_id=" + COMPANY + "&record_id=870020");
        assertThat(event).hasSize(1);
        assertThat(decision.path("outcome").asText()).isEqualTo("duplicate");
        assertThat(decision.path("event_id")).isEqualTo(event.getFirst().path("id"));
        assertThat(Api.get("/api/deliveries?outcome=duplicate&event_id="
                                + event.getFirst().path("id").asText())
                        .json()
                        .path("data"))
                .extracting(delivery -> delivery.path("id").asText())
                .containsExactly(id.toString());
    }

    @Test
    void afterANewVersionOfTheNormaliserAllAreReadAgain() {
        // Given: what is not understood today, as if only yesterday's normaliser had not
        var begun = TestClock.now();
        var understood = List.of(870_031L, 870_032L, 870_033L);
        for (var record : understood) {
            become(quarantined("no JSON " + record), added(record));
        }
        var never = quarantined("no JSON ever");

        // When
        var one = Api.post("/api/quarantine/rerun", "{\"received_from\": \"" + begun + "\", \"limit\": 1}")
                .json();
        var rest = Api.post(
                        "/api/quarantine/rerun",
                        "{\"received_from\": \"" + begun + "\", \"cursor\": " + one.path("next_cursor") + '}')
                .json();

        // Then
        assertThat(one.path("read").asInt()).isEqualTo(1);
        assertThat(one.path("rejected").asInt()).isEqualTo(1);
        assertThat(one.path("because").path("the body is not a JSON object").asInt())
                .isEqualTo(1);
        assertThat(rest.path("stored").asInt()).isEqualTo(3);
        assertThat(rest.path("next_cursor").isNull()).isTrue();
        for (var record : understood) {
            assertThat(Api.events("company_id=" + COMPANY + "&record_id=" + record))
                    .hasSize(1);
        }
        assertThat(ids("received_from=" + begun)).containsExactly(never);
        assertThat(Api.metric("pipestream_quarantine_decisions_total", "outcome=\"stored\""))
                .isGreaterThanOrEqualTo(3);
    }

    @Test
    void aPolledRowIsReadAgainByPolling() {
        // Given
        var row = "{\"no\": \"id, of QuarantineTest\"}".getBytes(UTF_8);
        journal.quarantine(new UUID(0, 5183), row, "the record id is missing or unusable")
                .await()
                .atMost(Duration.ofSeconds(10));
        var id = Api.get("/api/quarantine?limit=1")
                .json()
                .path("data")
                .path(0)
                .path("id")
                .asText();

        // When
        var refused = Api.post("/api/quarantine/" + id + "/rerun", "");

        // Then
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().path("type").asText()).isEqualTo("/problems/quarantine-row");
    }

    @Test
    void theListHasPages() {
        // Given
        var ids = Stream.of("first", "second", "third")
                .map(word -> quarantined("no JSON, of pages, " + word))
                .toList();

        // When
        var first = Api.get("/api/quarantine?limit=2").json();
        var second = Api.get("/api/quarantine?limit=1&cursor="
                        + first.path("next_cursor").asText())
                .json();

        // Then
        assertThat(Stream.of(first, second).flatMap(page -> list(page).stream()))
                .containsExactly(ids.get(2), ids.get(1), ids.get(0));
    }

    private void become(UUID delivery, String body) {
        database.change("UPDATE delivery SET body = ? WHERE id = ?", body.getBytes(UTF_8), delivery);
    }

    /** Delivers what is not understood. */
    private static UUID quarantined(String body) {
        assertThat(Door.ofNewDeals().deliver(body).status()).isEqualTo(202);
        var newest = Api.get("/api/quarantine?limit=10").json();
        return StreamSupport.stream(newest.path("data").spliterator(), false)
                .filter(one -> new String(
                                Base64.getDecoder().decode(one.path("body_head").asText()), UTF_8)
                        .equals(body))
                .map(one -> UUID.fromString(one.path("id").asText()))
                .findFirst()
                .orElseThrow();
    }

    private static List<UUID> ids(String query) {
        return list(Api.get("/api/quarantine?limit=1000&" + query).json());
    }

    private static List<UUID> list(JsonNode page) {
        return StreamSupport.stream(page.path("data").spliterator(), false)
                .map(one -> UUID.fromString(one.path("id").asText()))
                .toList();
    }

    private static String path(UUID id) {
        return "/api/quarantine/" + id;
    }

    private static String added(long record) {
        return Payloads.inCompany(COMPANY, Payloads.addedV2("deal", record, 1, "901"));
    }
}

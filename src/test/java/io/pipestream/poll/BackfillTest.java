package io.pipestream.poll;

import static io.pipestream.support.Topic.header;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;
import io.pipestream.support.Api;
import io.pipestream.support.Door;
import io.pipestream.support.SandboxClient;
import io.pipestream.support.TestClock;
import io.pipestream.support.Topic;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A range of the past that is asked for is read, marked, and accounted for. */
@QuarkusTest
class BackfillTest {

    @Inject
    Poller poller;

    @BeforeEach
    void nobodyHears() {
        Door.ofNewDeals();
        Api.put(polling(), "{\"mode\": \"off\"}");
        // One that is under way still reads the page it is at.
        Awaitility.await("sweeps have ended").atMost(Duration.ofSeconds(20)).until(poller::isIdle);
        SandboxClient.control("PUT", "/faults", "{\"drop\": 1.0}");
        SandboxClient.advanceBoth(Duration.ofMinutes(5));
    }

    @AfterEach
    void everybodyHearsAgain() {
        SandboxClient.control("DELETE", "/faults", "");
        Api.put(polling(), "{\"mode\": \"fallback\"}");
    }

    @Test
    void whatWasAddedInTheRangeIsToldOnceAndMarkedAsBackfill() {
        // Given
        var from = TestClock.now().minusSeconds(2);
        var ids = addDeals(3);
        var mark = Topic.mark("pipedrive.deal.added");

        // When
        var first = finished(start(from));
        var second = finished(start(from));

        // Then
        assertThat(first.path("state").asText()).isEqualTo("done");
        assertThat(first.path("events").asInt()).isEqualTo(3);
        assertThat(first.path("tokens").asInt()).isEqualTo(40);
        assertThat(first.path("progress"))
                .hasSize(3)
                .allSatisfy(
                        listing -> assertThat(listing.path("done").asBoolean()).isTrue());
        assertThat(second.path("events").asInt()).isZero();
        assertThat(mark.await(3, record -> ids.contains(record.key().replaceAll(".*:", ""))))
                .allSatisfy(
                        record -> assertThat(header(record, "ce_ingestpath")).isEqualTo("backfill"));
    }

    @Test
    void aDryRunTellsRowsAndTokensAndStoresNothing() {
        // Given
        var from = TestClock.now().minusSeconds(2);
        var ids = addDeals(4);

        // When
        var answer = Api.post("/api/backfills", request(from, true));

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("rows").asInt()).isEqualTo(4);
        assertThat(answer.json().path("tokens").asInt()).isEqualTo(40);
        assertThat(answer.json().path("estimate").asBoolean()).isFalse();
        assertThat(ids)
                .allSatisfy(id -> assertThat(Api.events("object=deal&action=added&record_id=" + id))
                        .isEmpty());
    }

    @Test
    void aFinishedOneIsNotCancelledAndAllAreListed() {
        // Given
        var id = start(TestClock.now().minusSeconds(2));
        finished(id);

        // When
        var cancelled = Api.delete("/api/backfills/" + id);

        // Then
        assertThat(cancelled.json().path("state").asText()).isEqualTo("done");
        assertThat(Api.get("/api/backfills").json().path("data"))
                .extracting(backfill -> backfill.path("id").asText())
                .contains(id);
    }

    @Test
    void oneThatPipedriveRefusesWaitsAndCanBeCancelled() {
        // Given
        SandboxClient.control("PUT", "/faults", "{\"drop\": 1.0, \"api_429\": \"burst\"}");

        // When
        var id = start(TestClock.now().minusSeconds(2));
        await(id, "waiting");
        var cancelled = Api.delete("/api/backfills/" + id);

        // Then
        assertThat(cancelled.status()).isEqualTo(200);
        assertThat(cancelled.json().path("state").asText()).isEqualTo("cancelled");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            no objects        | "objects": [], "from": "2026-01-01T00:00:00Z"                                 | null
            an unlisted one   | "objects": ["project"], "from": "2026-01-01T00:00:00Z"                        | /problems/backfill-object-invalid
            no beginning      | "objects": ["deal"]                                                           | null
            no time           | "objects": ["deal"], "from": "yesterday"                                      | /problems/body-invalid
            a range backwards | "objects": ["deal"], "from": "2026-01-02T00:00:00Z", "to": "2026-01-01T00:00:00Z" | /problems/backfill-range-invalid
            the future        | "objects": ["deal"], "from": "2999-01-01T00:00:00Z", "to": "3000-01-01T00:00:00Z" | /problems/backfill-range-invalid
            """)
    void aBadRequestIsExplained(String name, String fields, String type) {
        // When
        var refused = Api.post("/api/backfills", "{\"connection_id\": \"%s\", %s}".formatted(connection(), fields));

        // Then
        assertThat(refused.status()).as(name).isEqualTo(400);
        assertThat(refused.header("content-type")).startsWith("application/problem+json");
        if (!type.equals("null")) {
            assertThat(refused.json().path("type").asText()).isEqualTo(type);
        }
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertThat(Api.get("/api/backfills/" + UUID.randomUUID())
                        .json()
                        .path("type")
                        .asText())
                .isEqualTo("/problems/backfill-not-found");
    }

    private static String start(Instant from) {
        var answer = Api.post("/api/backfills", request(from, false));
        assertThat(answer.status()).isEqualTo(202);
        return answer.json().path("id").asText();
    }

    private static String request(Instant from, boolean dryRun) {
        return "{\"connection_id\": \"%s\", \"objects\": [\"deal\"], \"from\": \"%s\", \"dry_run\": %s}"
                .formatted(connection(), from, dryRun);
    }

    private static JsonNode finished(String id) {
        return await(id, "done");
    }

    private static JsonNode await(String id, String state) {
        return Awaitility.await("backfill " + state)
                .atMost(Duration.ofSeconds(60))
                .until(
                        () -> Api.get("/api/backfills/" + id).json(),
                        backfill -> backfill.path("state").asText().equals(state));
    }

    private static Set<String> addDeals(int count) {
        return Set.copyOf(IntStream.range(0, count)
                .mapToObj(i -> SandboxClient.add("deal", "{\"title\": \"Of the past %d\"}".formatted(i))
                        .path("id")
                        .asText())
                .toList());
    }

    private static String connection() {
        return Api.get("/api/connections")
                .json()
                .path("data")
                .path(0)
                .path("id")
                .asText();
    }

    private static String polling() {
        return "/api/connections/" + connection() + "/polling";
    }
}

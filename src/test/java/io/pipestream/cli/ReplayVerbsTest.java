package io.pipestream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the verbs of replays ask of the API, and what they make of its answers. */
class ReplayVerbsTest extends WithStubService {

    private static final String REPLAY = """
            {"id": "r1", "state": "%s",
             "plan": {"count": 5000, "bytes": 2500000, "first": {"id": "e1", "received_at": "2026-03-01T10:00:00.123Z"},
                      "last": {"id": "e9", "received_at": "2026-03-01T12:00:00Z"}, "estimated_seconds": 10,
                      "topics": ["pipedrive.deal.added"], "consumers_will_see": ["The same ce_id again."]},
             "progress": {"sent": %d, "of": 5000, "per_second": 500.4, "eta_seconds": 8},
             "reason": "a lost day", "asked_by": "first", "created_at": "2026-03-02T10:00:00Z",
             "started_at": null, "ended_at": null, "problem": %s}""";

    @Test
    void aPlanIsAskedForWithWhatWasSelectedAndShownWithTheWordToRunIt() {
        // Given
        service.on("POST /api/replays", 201, replay("planned", 0));

        // When
        var result = shell.run(
                "replay",
                "plan",
                "--object",
                "deal",
                "--action",
                "added",
                "--record",
                "7",
                "--company",
                "7301",
                "--from",
                "2026-03-01T10:00:00Z",
                "--until",
                "2026-03-02T10:00:00Z",
                "--id",
                "e1",
                "--id",
                "e2",
                "--topic",
                "deals.march",
                "--as-of",
                "2026-03-01T11:00:00Z",
                "--rate",
                "500",
                "--reason",
                "a lost day");

        // Then
        assertThat(result.exit()).isZero();
        assertThat(result.out())
                .contains("r1  planned", "5000, 2.5 MB", "The same ce_id again.", "./pipestream replay run r1");
        assertThat(service.asked()).singleElement().satisfies(asked -> {
            assertThat(Api.JSON.readTree(asked.body())).isEqualTo(Api.JSON.readTree("""
                    {"selection": {"object": "deal", "action": "added", "record_id": "7", "company_id": "7301",
                                   "received_from": "2026-03-01T10:00:00Z", "received_until": "2026-03-02T10:00:00Z",
                                   "ids": ["e1", "e2"]},
                     "target": {"kind": "side", "topic": "deals.march"}, "as_of": "2026-03-01T11:00:00Z", "rate": 500,
                     "reason": "a lost day", "run": false}"""));
            assertThat(asked.headers().get("Authorization")).containsExactly("Bearer psk_stub");
        });
    }

    @Test
    void aRunIsFollowedToItsEnd() {
        // Given
        service.on("POST /api/replays/r1/run", 200, replay("running", 0))
                .on("GET /api/replays/r1", 200, replay("running", 2000))
                .on("GET /api/replays/r1", 200, replay("done", 5000));

        // When
        var result = shell.run("replay", "run", "r1");

        // Then
        assertThat(result.exit()).isZero();
        assertThat(result.out()).contains("r1  done", "5000 of 5000");
        assertThat(service.asked()).hasSize(3);
    }

    @Test
    void aReplayThatFailsEndsWithOneAndItsProblem() {
        // Given
        service.on("POST /api/replays", 201, replay("running", 10))
                .on("GET /api/replays/r1", 200, REPLAY.formatted("failed", 10, "\"Kafka refused the topic.\""));

        // When
        var result = shell.run("replay", "run", "--object", "deal", "--reason", "a lost day");

        // Then
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.out()).contains("r1  failed", "Kafka refused the topic.");
        assertThat(service.asked().getFirst().body()).contains("\"kind\":\"original\"", "\"run\":true");
    }

    @Test
    void aRunThatNobodyWaitsForIsAskedAboutNoMore() {
        // Given
        service.on("POST /api/replays/r1/run", 200, replay("running", 0));

        // When
        var result = shell.run("replay", "run", "r1", "--no-wait");

        // Then
        assertThat(result.exit()).isZero();
        assertThat(result.out()).contains("r1  running");
        assertThat(service.asked()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pause", "resume", "cancel"})
    void aReplayIsToldWhatToDo(String verb) {
        // Given
        service.on("POST /api/replays/r1/" + verb, 200, replay("paused", 20));

        // When
        var result = shell.run("replay", verb, "r1", "--json");

        // Then
        assertThat(result.exit()).isZero();
        assertThat(result.json().path("progress").path("sent").asInt()).isEqualTo(20);
    }

    private static String replay(String state, int sent) {
        return REPLAY.formatted(state, sent, "null");
    }
}

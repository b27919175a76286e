package io.pipestream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the verbs ask of the API, and what they make of its answers. */
@Timeout(60)
class ContractTest {

    private static final String REPLAY = """
            {"id": "r1", "state": "%s",
             "plan": {"count": 5000, "bytes": 2500000, "first": {"id": "e1", "received_at": "2026-03-01T10:00:00.123Z"},
                      "last": {"id": "e9", "received_at": "2026-03-01T12:00:00Z"}, "estimated_seconds": 10,
                      "topics": ["pipedrive.deal.added"], "consumers_will_see": ["The same ce_id again."]},
             "progress": {"sent": %d, "of": 5000, "per_second": 500.4, "eta_seconds": 8},
             "reason": "a lost day", "asked_by": "first", "created_at": "2026-03-02T10:00:00Z",
             "started_at": null, "ended_at": null, "problem": %s}""";

    @TempDir
    private Path folder = Path.of("");

    private StubService service;
    private Shell shell;

    @BeforeEach
    void begin() throws IOException {
        service = new StubService();
        shell = Shell.of(folder, service.url(), "psk_stub", null);
    }

    @AfterEach
    void end() {
        service.close();
    }

    private static String replay(String state, int sent) {
        return REPLAY.formatted(state, sent, "null");
    }

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

    @Test
    void aTailThatIsRefusedSaysWhy() {
        // Given
        service.on("GET /api/events/stream", 400, "{\"title\": \"cursor invalid\", \"detail\": \"Pass another.\"}");

        // When
        var result = shell.run("events", "tail");

        // Then
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).contains("Cursor invalid (400).", "Pass another.");
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

    @Test
    void aListIsReadPageByPageAndPrintedAsALineForEachRow() {
        // Given
        service.on(
                        "GET /api/replays?limit=1000",
                        200,
                        "{\"data\": [{\"id\": \"r3\"}, {\"id\": \"r2\"}], \"next_cursor\": \"c\"}")
                .on(
                        "GET /api/replays?limit=998&cursor=c",
                        200,
                        "{\"data\": [{\"id\": \"r1\"}], \"next_cursor\": null}");

        // When
        var result = shell.run("replay", "list", "--limit", "1000", "--json");

        // Then
        assertThat(result.lines()).extracting(row -> row.path("id").asText()).containsExactly("r3", "r2", "r1");
    }

    @Test
    void aTableShowsNoControlCharactersOfARecord() {
        // Given
        service.on("GET /api/replays?limit=20", 200, "{\"data\": [{\"id\": \"r1\", \"reason\": \"\\u001b[2Jgone\"}]}");

        // When
        var result = shell.run("replay", "list");

        // Then
        assertThat(result.out()).contains("?[2Jgone").doesNotContain("\u001b");
    }

    @Test
    void aCorrectedBodyIsReadFromAFile() throws IOException {
        // Given
        var corrected = Files.writeString(folder.resolve("body.json"), "{\"meta\": {}}");
        service.on("POST /api/quarantine/q1/rerun", 200, "{\"id\": \"q1\", \"state\": \"rerun\"}");

        // When
        var result = shell.run("quarantine", "rerun", "q1", "--body", corrected.toString(), "--json");

        // Then
        assertThat(result.json().path("state").asText()).isEqualTo("rerun");
        assertThat(service.asked().getFirst().body()).isEqualTo("{\"body\":\"{\\\"meta\\\": {}}\"}");
    }

    @Test
    void hooksAreAddedTestedStoppedAndTheirDeliveriesSentAgain() {
        // Given
        service.on("POST /api/hooks", 201, "{\"id\": \"h1\", \"secret\": \"whsec_x\"}")
                .on("POST /api/hooks/h1/test", 200, "{\"accepted\": false, \"status\": 500}")
                .on("POST /api/hooks/h1/disable", 200, "{\"state\": \"disabled\"}")
                .on(
                        "GET /api/hooks/h1/deliveries?state=given_up&limit=20",
                        200,
                        "{\"data\": [{\"id\": 7, \"key\": \"1:deal:2\"}]}")
                .on("POST /api/hooks/h1/deliveries/7/redeliver", 200, "{\"id\": 7}");

        // When
        var added =
                shell.run("hooks", "add", "https://example.com/", "--trigger", "T", "--ordered", "--concurrency", "1");
        var tested = shell.run("hooks", "test", "h1");
        var disabled = shell.run("hooks", "disable", "h1", "--reason", "moving");
        var listed = shell.run("hooks", "deliveries", "h1", "--state", "given_up");
        var again = shell.run("hooks", "redeliver", "h1", "7");

        // Then
        assertThat(added.out()).contains("whsec_x");
        assertThat(service.asked().getFirst().body())
                .contains("\"ordered\":true", "\"trigger\":\"T\"", "\"concurrency\":1", "\"rate\":null");
        assertThat(tested.exit()).isEqualTo(1);
        assertThat(disabled.exit()).isZero();
        assertThat(listed.out()).contains("1:deal:2");
        assertThat(again.exit()).isZero();
    }

    @Test
    void quarantineIsShownRereadAsAWholeAndDiscardedWithAReason() {
        // Given
        service.on("GET /api/quarantine/q1", 200, "{\"id\": \"q1\", \"reason\": \"not JSON\"}")
                .on("POST /api/quarantine/rerun", 200, "{\"read\": 300, \"next_cursor\": \"c\"}")
                .on("POST /api/quarantine/rerun", 200, "{\"read\": 7, \"next_cursor\": null}")
                .on("POST /api/quarantine/q1/discard", 200, "{\"state\": \"discarded\"}");

        // When
        var shown = shell.run("quarantine", "show", "q1");
        var all = shell.run("quarantine", "rerun", "--all");
        var discarded = shell.run("quarantine", "discard", "q1", "--reason", "a test");

        // Then
        assertThat(shown.out()).contains("\"reason\" : \"not JSON\"");
        assertThat(all.out()).contains("\"read\" : 300", "\"read\" : 7");
        assertThat(service.asked().get(2).body()).isEqualTo("{\"cursor\":\"c\"}");
        assertThat(discarded.exit()).isZero();
        assertThat(service.asked().getLast().body()).isEqualTo("{\"reason\":\"a test\"}");
    }

    @Test
    void aTailThatIsCutOffGoesOnWhereItWas() {
        // Given
        service.on(
                        "GET /api/events/stream?object=deal",
                        200,
                        "text/event-stream",
                        ": hello\nid: 7\n\ndata: {\"id\": \"e1\"}\nid: 8\n\n")
                .on(
                        "GET /api/events/stream?object=deal",
                        200,
                        "text/event-stream",
                        "data: {\"id\":\ndata:  \"e2\"}\nid: 9\n\n");

        // When
        var result = shell.run("events", "tail", "--object", "deal", "--max", "2", "--json");

        // Then
        assertThat(result.exit()).isZero();
        assertThat(result.lines()).extracting(row -> row.path("id").asText()).containsExactly("e1", "e2");
        assertThat(service.asked().getLast().headers().get("Last-event-id")).containsExactly("8");
    }

    @Test
    void aProblemIsPrintedWithItsDetailAndWhatToDoAboutIt() {
        // Given
        service.on("POST /api/replays/r1/pause", 409, """
                {"type": "/problems/connection-in-use", "status": 409, "title": "connection in use", "detail": "It has two."}""");

        // When
        var result = shell.run("replay", "pause", "r1");

        // Then
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .contains("error: Connection in use (409).", "It has two.", "What to do: delete those first.");
    }

    @Test
    void aKeyThatNobodyHasEndsWithFour() {
        // Given
        service.on(
                "GET /api/gaps?limit=20", 401, "{\"type\": \"/problems/unauthorised\", \"title\": \"unauthorised\"}");

        // When
        var result = shell.run("gaps", "list");

        // Then
        assertThat(result.exit()).isEqualTo(4);
        assertThat(result.err()).contains("PIPESTREAM_API_KEY");
    }

    @Test
    void whatListensToNobodyEndsWithThree() {
        // Given
        service.close();

        // When
        var result = shell.run("events", "list");

        // Then
        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.err()).contains("Nothing listens at " + service.url());
    }

    @Test
    void aPageOfSomebodyElseIsNoStackTrace() {
        // Given
        service.on("GET /api/gaps?limit=20", 200, "text/html", "<html>Log in</html>");

        // When
        var result = shell.run("gaps", "list");

        // Then
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).contains("not JSON").doesNotContain("\tat ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            replay plan --object deal                      | --reason
            replay plan --reason x --as-of 2h              | --topic
            replay run                                     | id of a plan
            replay run r1 --object deal --reason x         | not both
            events list --from yesterday                   | how long ago
            events list --limit 0                          | --limit is 1 or more
            events tail --from 2h                          | --from
            events fly                                     | fly
            quarantine rerun                               | --all
            quarantine rerun q1 --body /nowhere/b.json     | cannot be read
            quarantine discard q1                          | --reason
            trigger deal                                   | object.added
            """)
    void aWrongCommandLineEndsWithTwoAndAsksNobody(String words, String says) {
        // When
        var result = shell.run(words.split(" ", -1));

        // Then
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).contains(says);
        assertThat(service.asked()).isEmpty();
    }

    @Test
    void aRealAccountGetsNoTestEvent() {
        // When
        var result = shell.run("trigger", "deal.added");

        // Then
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).contains("make the change in Pipedrive itself");
        assertThat(service.asked()).isEmpty();
    }

    @Test
    void theDoctorSaysWhyAServiceCannotBeAsked() throws IOException {
        // Given
        service.on("GET /q/health/ready", 503, "application/json", "{\"status\": \"DOWN\"}")
                .on("GET /api/doctor", 401, "{\"title\": \"unauthorised\"}");

        // When
        var refused = shell.run("doctor", "--json");
        service.close();
        var closed = shell.run("doctor", "--json");
        Files.delete(folder.resolve("run.json"));
        var nothing = shell.run("doctor");

        // Then
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.json()
                        .path("checks")
                        .valueStream()
                        .map(check -> check.path("name").asText()))
                .containsExactly("service.ready", "service.key");
        assertThat(closed.json().path("checks").path(0).path("name").asText()).isEqualTo("service.reachable");
        assertThat(nothing.exit()).isEqualTo(1);
        assertThat(nothing.out()).contains("fail  service.reachable", "no run.json", "./pipestream up");
    }

    @Test
    void howLongAgoIsATimeToo() {
        // When
        var time = new Times().convert("2h");

        // Then
        var expected = Clock.systemUTC().instant().minus(Duration.ofHours(2));
        assertThat(Duration.between(time, expected).abs()).isLessThan(Duration.ofMinutes(1));
    }
}

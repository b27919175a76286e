package io.pipestream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;

import org.junit.jupiter.api.Test;

/** What the verbs ask of the API, and what they make of its answers. */
class ContractTest extends WithStubService {

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
    void howLongAgoIsATimeToo() {
        // When
        var time = new Times().convert("2h");

        // Then
        var expected = Clock.systemUTC().instant().minus(Duration.ofHours(2));
        assertThat(Duration.between(time, expected).abs()).isLessThan(Duration.ofMinutes(1));
    }
}

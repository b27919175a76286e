package io.pipestream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes wrong ends with a number and with words that say what to do. */
class ExitTest extends WithStubService {

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
}

package io.pipestream.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.time.Instant;

import com.fasterxml.jackson.databind.JsonNode;
import io.pipestream.journal.RetentionConfig;
import io.pipestream.support.Api;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** Nothing that was archived is gone for good: it comes back as it was, or not at all. */
@QuarkusTest
class RestoreTest {

    @Inject
    OldMonth month;

    @Inject
    RetentionConfig config;

    @Test
    void whatWasArchivedAndDroppedComesBackAsItWas() {
        // Given
        var ids = month.store("5271", Instant.parse("2011-03-02T00:00:00Z"), 8_100_000, 700);
        month.awaitPublished();
        month.madeInTime();
        var events = ids.stream().map(RestoreTest::event).toList();
        var rows = month.rowsOf("5271");
        var deliveries = month.deliveriesOf(2011);

        // When
        month.drop(2011);

        // Then
        var gone = Api.get("/api/events/" + ids.getFirst());
        assertThat(gone.status()).isEqualTo(410);
        assertThat(gone.json().path("type").asText()).isEqualTo("/problems/event-dropped");
        var archive = Archives.archiveOf("events", 2011);
        assertThat(gone.json().path("detail").asText())
                .contains(archive.path("name").asText());
        assertThat(archive.path("rows").asLong()).isEqualTo(700);
        assertThat(month.rowsOf("5271")).isEmpty();
        assertThat(month.deliveriesOf(2011)).isEmpty();
        assertThat(month.texts("SELECT event_seq::text FROM publication WHERE event_seq = "
                        + events.getFirst().path("sequence").asLong()))
                .isEmpty();

        // When
        Archives.restore(archive);
        Archives.restore(Archives.archiveOf("deliveries", 2011));

        // Then
        assertThat(ids.stream().map(RestoreTest::event)).isEqualTo(events);
        assertThat(month.rowsOf("5271")).isEqualTo(rows);
        assertThat(month.deliveriesOf(2011)).isEqualTo(deliveries);

        // When
        month.drop(2011);

        // Then
        assertThat(month.rowsOf("5271"))
                .as("what was restored is kept for some time")
                .hasSize(700);

        // When
        month.run("UPDATE journal_partition SET kept_until = from_at WHERE until_at < '2012-01-01'");
        month.drop(2011);

        // Then
        assertThat(month.rowsOf("5271")).isEmpty();
        assertThat(Archives.archivesOf("events", 2011))
                .as("the same rows are not written twice")
                .hasSize(1);
    }

    @Test
    void aFileThatIsNotWhatWasWrittenIsNotRestored() throws Exception {
        // Given
        var ids = month.store("5279", Instant.parse("2018-03-02T00:00:00Z"), 8_160_000, 600);
        month.awaitPublished();
        month.madeInTime();
        month.drop(2018);
        var archive = Archives.archiveOf("events", 2018);
        var file = config.archive().orElseThrow().resolve(archive.path("name").asText() + ".ndjson.zst");
        var good = Files.readAllBytes(file);
        var bad = good.clone();
        bad[bad.length / 2] ^= 1;
        Files.write(file, bad);

        // When
        Archives.askToRestore(archive);

        // Then
        var failed = Archives.await(archive, "failed");
        assertThat(failed.path("problem").asText()).isNotEmpty();
        assertThat(Api.get("/api/events/" + ids.getFirst()).status()).isEqualTo(410);

        // When
        Files.write(file, good);
        Archives.restore(archive);

        // Then
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

    private static JsonNode event(String id) {
        var answer = Api.get("/api/events/" + id);
        assertThat(answer.status()).isEqualTo(200);
        return answer.json();
    }
}

package io.pipestream;

import static io.pipestream.support.Topic.header;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;

import io.pipestream.support.Api;
import io.pipestream.support.Door;
import io.pipestream.support.Http;
import io.pipestream.support.SandboxClient;
import io.pipestream.support.Topic;
import io.quarkus.test.junit.QuarkusTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The main job: somebody adds a record in Pipedrive, and a downstream team reads the event. */
@QuarkusTest
class FromSandboxToTopicTest {

    @BeforeEach
    void theAccountIsConnected() {
        Door.of("create", "deal", "2.0");
        Door.of("create", "note", "2.0");
        Door.of("create", "organization", "2.0");
    }

    @Test
    void aDealAddedInPipedriveIsOneRecordOfTheTopicWithItsHeaders() throws Exception {
        // Given
        var mark = Topic.mark("pipedrive.deal.added");

        // When
        var deal = SandboxClient.add("deal", "{\"title\": \"Solar roof\", \"value\": 18500, \"currency\": \"EUR\"}");

        // Then
        var id = deal.path("id").asText();
        var record = mark.await(1, it -> it.key().equals("7301:deal:" + id)).getFirst();
        var event = Http.JSON.readTree(record.value());
        assertThat(event.path("trigger").asText()).isEqualTo("PIPEDRIVE_NEW_DEAL_TRIGGER");
        assertThat(event.path("payload").path("title").asText()).isEqualTo("Solar roof");
        assertThat(event.path("payload").path("value").asText()).isEqualTo("18500");
        assertThat(event.path("meta").path("source").asText()).isEqualTo("webhook-v2");
        assertThat(header(record, "ce_specversion")).isEqualTo("1.0");
        assertThat(header(record, "content-type")).isEqualTo("application/json");
        assertThat(header(record, "ce_type")).isEqualTo("com.pipedrive.deal.added");
        assertThat(header(record, "ce_subject")).isEqualTo("deal/" + id);
        assertThat(header(record, "ce_source")).isEqualTo("https://sandbox.pipedrive.com");
        assertThat(header(record, "ce_partitionkey")).isEqualTo("7301:deal:" + id);
        assertThat(header(record, "ce_ingestpath")).isEqualTo("webhook");
        assertThat(header(record, "ce_time")).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
        assertThat(header(record, "ce_sequence")).matches("\\d+");
        assertThat(Http.get(header(record, "ce_dataschema"), Map.of()).status()).isEqualTo(200);
        var stored = Api.get("/api/events/" + header(record, "ce_id")).json();
        assertThat(stored.path("subject").asText()).isEqualTo("deal/" + id);
    }

    @Test
    void theJournalTellsWhereTheEventIsInKafka() {
        // When
        var id = SandboxClient.add("organization", "{\"name\": \"Bright Roofs\"}")
                .path("id")
                .asText();

        // Then
        var event = Awaitility.await("the event is published")
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> Api.events("object=organization&action=added&state=published&record_id=" + id),
                        found -> found.size() == 1)
                .getFirst();
        var record = Topic.read(event.path("topic").asText()).stream()
                .filter(it -> it.partition() == event.path("partition").asInt())
                .filter(it -> it.offset() == event.path("offset").asLong())
                .findFirst()
                .orElseThrow();
        assertThat(header(record, "ce_id")).isEqualTo(event.path("id").asText());
    }

    @Test
    void aNoteStartsItsTriggerWithEveryFieldAsTextOrNull() throws Exception {
        // When
        var id = SandboxClient.add("note", "{\"content\": \"<p>Called</p>\", \"deal_id\": 5}")
                .path("id")
                .asText();

        // Then
        var record = Topic.await("pipedrive.note.added", 1, it -> it.key().equals("7301:note:" + id))
                .getFirst();
        var payload = Http.JSON.readTree(record.value()).path("payload");
        assertThat(payload.properties())
                .extracting(Map.Entry::getKey)
                .containsExactly("add_time", "content", "deal_id", "id", "org_id", "person_id", "user_id");
        assertThat(payload.properties())
                .allSatisfy(field -> assertThat(
                                field.getValue().isTextual() || field.getValue().isNull())
                        .isTrue());
        assertThat(payload.path("content").asText()).isEqualTo("<p>Called</p>");
        assertThat(payload.path("deal_id").asText()).isEqualTo("5");
    }
}

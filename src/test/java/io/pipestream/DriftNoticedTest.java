package io.pipestream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipestream.support.Api;
import io.pipestream.support.Door;
import io.pipestream.support.Http;
import io.pipestream.support.Payloads;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A field that Pipedrive never sent flows on, is shown, and is told of once. Each case has a field of its own. */
@QuarkusTest
class DriftNoticedTest {

    private static final String COMPANY = "5171";

    private static final String PRIVATE = "\"a private matter\"";

    private static final Logger LOGGER = Logger.getLogger("io.pipestream.drift.DriftKeeper");

    private final Queue<String> alarms = new ConcurrentLinkedQueue<>();

    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            alarms.add(
                    entry.getMessage().contains("%s")
                            ? entry.getMessage().formatted(entry.getParameters())
                            : entry.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        LOGGER.addHandler(handler);
    }

    @AfterEach
    void stopListening() {
        LOGGER.removeHandler(handler);
    }

    @Test
    void aNewFieldFlowsOnAndIsShownCountedAndToldOfOnce() {
        // Given
        var door = Door.ofNewDeals();
        var countedBefore = Api.metric("pipestream_drift_total", "kind=\"new\",object=\"deal\"");

        // When
        var answers = List.of(
                door.deliver(deal(981_001, "shoe_size", PRIVATE)),
                door.deliver(deal(981_002, "shoe_size", PRIVATE)),
                door.deliver(deal(981_003, "shoe_size", PRIVATE)));

        // Then
        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(204));
        var shown = await("all three are shown")
                .atMost(Duration.ofSeconds(30))
                .until(() -> difference("shoe_size"), it -> it.path("seen").asInt() == 3);
        assertThat(shown.path("object").asText()).isEqualTo("deal");
        assertThat(shown.path("kind").asText()).isEqualTo("new");
        assertThat(shown.path("type").asText()).isEqualTo("text");
        assertThat(shown.path("sources")).hasToString("[\"webhook-v2\"]");
        assertThat(shown.path("acknowledged_at").isNull()).isTrue();
        assertThat(shown.toString()).doesNotContain("private matter");
        var event =
                Api.get("/api/events/" + shown.path("sample_event_id").asText()).json();
        assertThat(event.path("key").asText()).isEqualTo(COMPANY + ":deal:981001");
        assertThat(shown.path("sample_record")).isEqualTo(event.path("key"));
        assertThat(Api.metric("pipestream_drift_total", "kind=\"new\",object=\"deal\""))
                .isGreaterThanOrEqualTo(countedBefore + 3);
        assertThat(Api.metric("pipestream_drift_open", "")).isGreaterThanOrEqualTo(1);
        assertThat(alarmsOf("shoe_size")).hasSize(1);
        assertThat(alarmsOf("shoe_size").getFirst())
                .contains("kind=new", "type=text")
                .doesNotContain("private matter");
    }

    @Test
    void whatIsAcknowledgedIsCountedOnAndWhatIsForgottenIsToldOfAnew() {
        // Given
        var door = Door.ofNewDeals();
        door.deliver(deal(981_011, "hat_size", "\"M\""));
        var id = await("it is shown")
                .atMost(Duration.ofSeconds(30))
                .until(() -> difference("hat_size"), it -> it.path("seen").asInt() == 1)
                .path("id")
                .asText();

        // When
        var acknowledged = Api.post("/api/drift/" + id + "/acknowledge", "");
        door.deliver(deal(981_012, "hat_size", "\"L\""));

        // Then
        assertThat(acknowledged.status()).isEqualTo(200);
        assertThat(acknowledged.json().path("acknowledged_at").isTextual()).isTrue();
        await("it is counted on")
                .atMost(Duration.ofSeconds(30))
                .until(() -> difference("hat_size"), it -> it.path("seen").asInt() == 2);
        assertThat(alarmsOf("hat_size")).hasSize(1);
        assertThat(Api.get("/api/drift?state=open").body()).doesNotContain("hat_size");
        assertThat(Api.get("/api/drift?state=acknowledged").body()).contains("hat_size");

        // When
        var deleted = Api.delete("/api/drift/" + id);
        door.deliver(deal(981_013, "hat_size", "\"S\""));

        // Then
        assertThat(deleted.status()).isEqualTo(204);
        var anew = await("it is shown anew")
                .atMost(Duration.ofSeconds(30))
                .until(() -> difference("hat_size"), it -> it.path("seen").asInt() == 1);
        assertThat(anew.path("id").asText()).isNotEqualTo(id);
        assertThat(alarmsOf("hat_size")).hasSize(2);
        assertThat(Api.delete("/api/drift/" + id).json().path("type").asText()).isEqualTo("/problems/drift-not-found");
    }

    @Test
    void aStateThatIsNoneIsRefused() {
        assertThat(Api.get("/api/drift?state=closed").json().path("type").asText())
                .isEqualTo("/problems/state-invalid");
    }

    private List<String> alarmsOf(String field) {
        return alarms.stream()
                .filter(alarm -> alarm.contains("field=" + field + ' '))
                .toList();
    }

    /** Of a deal that is otherwise as this class' other ones. */
    private static String deal(long id, String field, String value) {
        var body = json(Payloads.inCompany(COMPANY, Payloads.addedV2("deal", id, 1, "903")));
        ((ObjectNode) body.path("data"))
                .set(field, json("{\"x\": " + value + "}").path("x"));
        return body.toString();
    }

    private static JsonNode json(String text) {
        return new Http.Answer(200, Map.of(), text).json();
    }

    private static JsonNode difference(String field) {
        return StreamSupport.stream(Api.get("/api/drift").json().path("data").spliterator(), false)
                .filter(it -> it.path("field").asText().equals(field))
                .findFirst()
                .orElseGet(() -> Http.JSON.createObjectNode());
    }
}

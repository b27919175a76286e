package io.pipestream.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.stream.IntStream;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code /sandbox}: no authentication, and errors that say what to do. */
class ControlsTest {

    private final Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withSpeed(1000));
    private final Receiver receiver = new Receiver();
    private final Client anybody = new Client(sandbox.url(), "");
    private final Client client = new Client(sandbox);

    @AfterEach
    void stop() {
        sandbox.close();
        receiver.close();
    }

    @Test
    void aRecordNeedsNothingAndGetsSensibleFields() {
        // When
        var deal = anybody.post("/sandbox/deal", new JsonObject());
        var note = anybody.post("/sandbox/note", new JsonObject());

        // Then
        assertThat(deal.status()).isEqualTo(201);
        assertThat(deal.json().getInteger("id")).isEqualTo(1);
        assertThat(deal.json().getString("title")).isNotBlank();
        assertThat(note.json().getInteger("deal_id")).isEqualTo(1);
    }

    @Test
    void recordsCanBeChangedMergedAndDeleted() {
        // Given
        anybody.post("/sandbox/organization", new JsonObject());
        anybody.post("/sandbox/organization", new JsonObject());

        // When
        var changed = anybody.send("PATCH", "/sandbox/organization/1", "{\"name\": \"Orava\"}");
        var merged = anybody.send("POST", "/sandbox/organization/2/merge", "{\"merge_with_id\": 1}");
        var deleted = anybody.delete("/sandbox/organization/1");

        // Then
        assertThat(changed.json().getString("name")).isEqualTo("Orava");
        assertThat(merged.json().getInteger("id")).isEqualTo(1);
        assertThat(deleted.status()).isEqualTo(200);
        assertThat(anybody.get("/sandbox/organization/1").status()).isEqualTo(404);
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(delimiter = '|', textBlock = """
            POST   | /sandbox/cow     | {}                    | use one of deal, note
            POST   | /sandbox/deal    | []                    | must be a JSON object
            POST   | /sandbox/deal    | {"titel": "x"}        | has no field titel
            POST   | /sandbox/note    | {}                    | add a deal first
            PUT    | /sandbox/faults  | {"drop": 2}           | between 0 and 1
            PUT    | /sandbox/faults  | {"dorp": 1}           | there is no fault 'dorp'
            PUT    | /sandbox/faults  | {"drop": "much"}      | wrong type
            PUT    | /sandbox/faults  | {"api_429": "weekly"} | must be "burst", "daily" or null
            POST   | /sandbox/load    | {"object": "deal"}    | give object, count and rate
            POST   | /sandbox/load    | {"object": "deal", "count": 0, "rate": 1} | count from 1
            """)
    void badInputIsRefusedWithAdvice(String method, String path, String body, String advice) {
        // When
        var answer = anybody.send(method, path, body);

        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().getString("error")).contains(advice);
    }

    @Test
    void javaCallersGetTheSameAdvice() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sandbox.add("cow", new JsonObject()))
                .withMessageContaining("use one of");
    }

    @Test
    void faultsAreSetShownAndCleared() {
        // When
        var set = anybody.send("PUT", "/sandbox/faults", "{\"drop\": 0.5, \"duplicate\": 1}");
        var shown = anybody.get("/sandbox").json().getJsonObject("faults");
        anybody.delete("/sandbox/faults");

        // Then
        assertThat(set.status()).isEqualTo(200);
        assertThat(shown.getDouble("drop")).isEqualTo(0.5);
        assertThat(shown.getInteger("duplicate")).isEqualTo(1);
        assertThat(anybody.get("/sandbox/faults").json())
                .isEqualTo(Faults.none().json());
    }

    @Test
    void aWebhookCanBeBannedAndRemoved() {
        // Given
        var id = client.register(receiver, "2.0", "create", "deal");

        // When
        var banned = anybody.send("POST", "/sandbox/webhooks/" + id + "/ban", "");
        var removed = anybody.delete("/sandbox/webhooks/" + id);

        // Then
        assertThat(banned.json().getBoolean("banned")).isTrue();
        assertThat(removed.status()).isEqualTo(200);
        assertThat(anybody.delete("/sandbox/webhooks/" + id).status()).isEqualTo(404);
        assertThat(sandbox.webhooks()).isEmpty();
    }

    @Test
    void deliveriesAreListedAndRepeated() {
        // Given
        client.register(receiver, "2.0", "create", "deal");
        sandbox.add("deal", new JsonObject());
        await().until(() -> sandbox.deliveries().size() == 1);

        // When
        var listed = anybody.get("/sandbox/deliveries").rows().getJsonObject(0);
        var repeated = anybody.send("POST", "/sandbox/deliveries/" + listed.getLong("id") + "/redeliver", "");

        // Then
        assertThat(listed.getString("event")).isEqualTo("added.deal");
        assertThat(listed.getString("outcome")).isEqualTo("delivered");
        assertThat(listed.getInteger("status")).isEqualTo(200);
        assertThat(repeated.status()).isEqualTo(202);
        await().until(() -> receiver.received().size() == 2);
    }

    @Test
    void aLoadMakesEveryRecordAndDeliversEach() {
        // Given
        client.register(receiver, "2.0", "create", "deal");

        // When
        var load = anybody.post(
                "/sandbox/load",
                new JsonObject().put("object", "deal").put("count", 600).put("rate", 600));

        // Then
        assertThat(load.status()).isEqualTo(202);
        await().atMost(Duration.ofSeconds(30)).until(() -> receiver.received().size() == 600);
        assertThat(receiver.recordIds())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, 600).mapToObj(String::valueOf).toList());
        var progress = anybody.get("/sandbox/load/" + load.json().getLong("id")).json();
        assertThat(progress.getBoolean("done")).isTrue();
        assertThat(progress.getInteger("created")).isEqualTo(600);
    }

    @Test
    void theStatusCountsWhatThereIs() {
        // Given
        client.register(receiver, "1.0", "*", "*");
        sandbox.add("deal", new JsonObject());
        sandbox.add("organization", new JsonObject());
        sandbox.delete("organization", 1);

        // When
        await().until(() -> receiver.received().size() == 3);
        var status = anybody.get("/sandbox").json();

        // Then
        assertThat(status.getString("host")).isEqualTo("sandbox.pipedrive.com");
        assertThat(status.getJsonObject("records").getInteger("deals")).isEqualTo(1);
        assertThat(status.getJsonObject("records").getInteger("organizations")).isZero();
        assertThat(status.getJsonArray("webhooks").getJsonObject(0).getBoolean("banned"))
                .isFalse();
        assertThat(status.getJsonObject("tokens").getInteger("daily_used")).isEqualTo(10);
    }
}

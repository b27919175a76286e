package io.pipestream.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archived deals, activities, products and leads. */
class MoreObjectsTest {

    private static final String EIGHT = "2026-03-02T08:00:00Z";

    private final SettableClock clock = new SettableClock(EIGHT);
    private final Receiver receiver = new Receiver();

    @TempDir
    private Path directory;

    private Sandbox sandbox =
            Sandbox.start(SandboxOptions.defaults().withClock(clock).withPlan(1_000_000, 10_000));
    private Client client = new Client(sandbox);

    @AfterEach
    void stop() {
        sandbox.close();
        receiver.close();
    }

    @Test
    void anArchivedDealLeavesTheListForTheListOfArchivedOnes() {
        // Given
        sandbox.add("deal", new JsonObject());
        sandbox.add("deal", new JsonObject());
        clock.advance(Duration.ofMinutes(1));

        // When
        client.send("PATCH", "/api/v2/deals/1", "{\"is_archived\": true}");

        // Then
        assertThat(client.get("/api/v2/deals").ids()).containsExactly(2);
        assertThat(client.get("/api/v2/deals/archived?updated_since=2026-03-02T08:01:00Z")
                        .ids())
                .containsExactly(1);
        assertThat(client.get("/api/v2/deals/archived?updated_until=2026-03-02T08:01:00Z")
                        .ids())
                .isEmpty();
        assertThat(client.get("/api/v2/deals/1").data().getString("archive_time"))
                .isEqualTo("2026-03-02T08:01:00Z");

        // And back
        client.send("PATCH", "/api/v2/deals/1", "{\"is_archived\": false}");
        assertThat(client.get("/api/v2/deals").ids()).containsExactly(1, 2);
    }

    @Test
    void aDeletedDealIsListedForThirtyDays() {
        // Given
        sandbox.add("deal", new JsonObject());
        sandbox.delete("deal", 1);
        sandbox.advance(Duration.ofDays(30));
        assertThat(client.get("/api/v2/deals?status=deleted").ids()).containsExactly(1);

        // When
        sandbox.advance(Duration.ofSeconds(1));

        // Then
        assertThat(client.get("/api/v2/deals?status=deleted").ids()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"activity", "product"})
    void anObjectOfV2ComesChangesAndGoesInEveryShape(String object) {
        // Given
        var entity = Entity.require(object);
        client.register(receiver, "2.0", "*", object);
        client.register(receiver, "1.0", "*", object);
        sandbox.add(object, new JsonObject());
        clock.advance(Duration.ofSeconds(10));

        // When
        sandbox.update(object, 1, Samples.edit(entity, 7));

        // Then
        var list = "/api/v2/" + entity.plural();
        assertThat(client.get(list + "?sort_by=update_time&updated_since=2026-03-02T08:00:10Z")
                        .ids())
                .containsExactly(1);
        assertThat(client.get(list + "?updated_since=2026-03-02T08:00:11Z").ids())
                .isEmpty();
        var recent = client.get("/v1/recents?since_timestamp=2026-03-02%2008:00:00&items=" + object)
                .rows()
                .getJsonObject(0);
        assertThat(recent.getString("item")).isEqualTo(object);
        assertThat(recent.getJsonObject("data").getString("update_time")).isEqualTo("2026-03-02 08:00:10");
        sandbox.delete(object, 1);
        await().until(() -> receiver.received().size() == 6);
        assertThat(receiver.recordIds()).containsOnly("1");
        assertThat(client.get(list).rows()).isEmpty();
    }

    @Test
    void anActivityThatIsDoneSaysWhen() {
        // Given
        client.post(
                "/api/v2/activities", new JsonObject().put("subject", "Survey").put("due_time", "09:30:00"));
        clock.advance(Duration.ofMinutes(1));

        // When
        var done = client.send("PATCH", "/api/v2/activities/1", "{\"done\": true}");

        // Then
        assertThat(done.data().getString("marked_as_done_time")).isEqualTo("2026-03-02T08:01:00Z");
        assertThat(done.data().getString("due_time")).isEqualTo("09:30:00");
        assertThat(done.data().getInteger("owner_id")).isEqualTo(501);
    }

    @Test
    void aProductHasItsPrices() {
        // When
        var made = client.send(
                "POST",
                "/api/v2/products",
                "{\"name\": \"Inverter\", \"prices\": [{\"price\": 900, \"currency\": \"EUR\"}]}");

        // Then
        var price = made.data().getJsonArray("prices").getJsonObject(0);
        assertThat(price.getInteger("price")).isEqualTo(900);
        assertThat(price.getInteger("product_id")).isEqualTo(1);
        assertThat(made.data().getBoolean("is_linkable")).isTrue();
    }

    @Test
    void aLeadHasAUuidAndMillisecondsAndOnlyWebhookV2HearsOfIt() {
        // Given
        client.register(receiver, "2.0", "*", "lead");
        client.register(receiver, "1.0", "*", "*");

        // When
        var made = client.send("POST", "/v1/leads", "{\"title\": \"Barn\", \"organization_id\": 4}");
        var id = made.data().getString("id");
        client.send("PATCH", "/v1/leads/" + id, "{\"value\": {\"amount\": 5, \"currency\": \"EUR\"}}");

        // Then
        await().until(() -> receiver.received().size() == 2);
        assertThat(receiver.recordIds()).containsExactly(id, id);
        assertThat(receiver.received().getFirst().body().getJsonObject("data").getString("id"))
                .isEqualTo(id);
        assertThat(made.data().getString("add_time")).isEqualTo("2026-03-02T08:00:00.000Z");
        assertThat(client.get("/v1/leads/" + id).data().getJsonObject("value").getInteger("amount"))
                .isEqualTo(5);
        assertThat(client.get("/v1/recents?since_timestamp=2026-03-01%2008:00:00")
                        .json()
                        .getValue("data"))
                .isNull();
        assertThat(client.get("/sandbox/created?object=lead").json().getJsonArray("ids"))
                .isEqualTo(JsonArray.of(id));
    }

    @Test
    void leadsAreListedSinceATimeWithoutTheArchivedOnes() {
        // Given
        sandbox.add("lead", new JsonObject());
        clock.advance(Duration.ofSeconds(5));
        var second = sandbox.add("lead", new JsonObject()).getString("id");
        var third = sandbox.add("lead", new JsonObject()).getString("id");

        // When
        client.send("PATCH", "/v1/leads/" + third, "{\"is_archived\": true}");

        // Then
        var listed = client.get("/v1/leads?updated_since=2026-03-02T08:00:05Z&sort=update_time%20ASC&start=0&limit=10");
        assertThat(listed.rows()).hasSize(1);
        assertThat(listed.rows().getJsonObject(0).getString("id")).isEqualTo(second);
        assertThat(listed.json()
                        .getJsonObject("additional_data")
                        .getJsonObject("pagination")
                        .getBoolean("more_items_in_collection"))
                .isFalse();
        assertThat(client.get("/v1/leads/archived").rows()).hasSize(1);
        assertThat(client.delete("/v1/leads/" + second).data().getString("id")).isEqualTo(second);
        assertThat(client.get("/v1/leads").rows()).hasSize(1);
        assertThat(client.get("/v1/leads/no-such-lead").status()).isEqualTo(404);
    }

    @Test
    void theySurviveARestart() {
        // Given
        var options = SandboxOptions.defaults().withClock(clock).withDirectory(directory);
        restart(options);
        var lead = sandbox.add("lead", new JsonObject());
        sandbox.add("deal", new JsonObject());
        sandbox.update("deal", 1, new JsonObject().put("is_archived", true));
        var planted = sandbox.seed("activity", 2_500, Duration.ofHours(1));

        // When
        restart(options);

        // Then
        assertThat(planted.getLong("last_id")).isEqualTo(2_500);
        assertThat(client.get("/v1/leads/" + lead.getString("id")).data()).isEqualTo(lead);
        assertThat(client.get("/api/v2/deals/archived").ids()).containsExactly(1);
        assertThat(sandbox.add("activity", new JsonObject()).getInteger("id")).isEqualTo(2_501);
    }

    private void restart(SandboxOptions options) {
        sandbox.close();
        sandbox = Sandbox.start(options);
        client = new Client(sandbox);
    }
}

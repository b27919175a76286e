package io.pipestream.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import io.pipestream.sandbox.Receiver.Received;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a receiver gets is what Pipedrive sends: keys, types and the differences between the two versions. */
class PayloadTest {

    private final Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withSpeed(1000));
    private final Receiver receiver = new Receiver();
    private final Client client = new Client(sandbox);

    @AfterEach
    void stop() {
        sandbox.close();
        receiver.close();
    }

    @Test
    void aNewDealInV1IsWholeAndFlatWithNumericIds() {
        // Given
        var webhook = client.register(receiver, "1.0", "added", "deal");
        var org = sandbox.add("organization", new JsonObject().put("name", "Kadaka Joinery"));

        // When
        sandbox.add("deal", new JsonObject().put("title", "Workshop").put("org_id", org.getLong("id")));

        // Then
        var body = awaited(1).getFirst().body();
        assertThat(body.fieldNames())
                .containsExactlyInAnyOrder("v", "matches_filters", "meta", "current", "previous", "retry", "event");
        assertThat(body.getString("event")).isEqualTo("added.deal");
        assertThat(body.getInteger("retry")).isZero();
        assertThat(body.getValue("previous")).isNull();
        var deal = body.getJsonObject("current");
        assertThat(deal.getString("add_time")).matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d");
        assertThat(deal.getString("update_time")).isEqualTo(deal.getString("add_time"));
        assertThat(deal.getString("org_name")).isEqualTo("Kadaka Joinery");
        assertThat(deal.getInteger("user_id")).isEqualTo(501);
        assertThat(deal.containsKey("owner_id")).isFalse();
        assertThat(deal.containsKey("custom_fields")).isFalse();
        // 72 columns of Pipedrive's own; the custom fields come on top.
        assertThat(deal.fieldNames().stream().filter(name -> name.length() < 40))
                .hasSize(72);
        var meta = body.getJsonObject("meta");
        assertThat(meta.fieldNames())
                .containsExactlyInAnyOrder(
                        "action",
                        "change_source",
                        "company_id",
                        "host",
                        "id",
                        "is_bulk_update",
                        "matches_filters",
                        "object",
                        "permitted_user_ids",
                        "pipedrive_service_name",
                        "prepublish_timestamp",
                        "timestamp",
                        "timestamp_micro",
                        "trans_pending",
                        "user_id",
                        "v",
                        "webhook_id");
        assertThat(meta.getValue("company_id")).isEqualTo(7301);
        assertThat(meta.getLong("webhook_id")).isEqualTo(webhook);
        assertThat(meta.getLong("timestamp_micro") / 1_000_000).isEqualTo(meta.getLong("timestamp"));
    }

    @Test
    void aV1ChangeCarriesTheWholeFormerRecord() {
        // Given
        client.register(receiver, "1.0", "updated", "organization");
        sandbox.add("organization", new JsonObject().put("name", "Lumi"));

        // When
        sandbox.update("organization", 1, new JsonObject().put("name", "Lumi Dairy"));

        // Then
        var body = awaited(1).getFirst().body();
        var before = body.getJsonObject("previous");
        var after = body.getJsonObject("current");
        assertThat(before.fieldNames()).isEqualTo(after.fieldNames());
        assertThat(before.getString("name")).isEqualTo("Lumi");
        assertThat(after.getString("name")).isEqualTo("Lumi Dairy");
    }

    @Test
    void aDeletedDealIsGoneInV1AndShowsItsLastStateInV2() {
        // Given
        client.register(receiver, "1.0", "deleted", "deal");
        client.register(receiver, "2.0", "delete", "deal");
        sandbox.add("deal", new JsonObject().put("title", "Porch"));

        // When
        sandbox.delete("deal", 1);

        // Then
        var events = awaited(2);
        var v1 = ofVersion(events, false).body();
        var v2 = ofVersion(events, true).body();
        assertThat(v1.getValue("current")).isNull();
        assertThat(v1.getJsonObject("previous").getString("status")).isEqualTo("deleted");
        assertThat(v1.getJsonObject("previous").getBoolean("deleted")).isTrue();
        assertThat(v2.getValue("data")).isNull();
        assertThat(v2.getJsonObject("previous").getString("status")).isEqualTo("open");
    }

    @Test
    void aMergeIsTwoEventsThatPointAtEachOther() {
        // Given
        client.register(receiver, "1.0", "*", "organization");
        client.register(receiver, "2.0", "*", "organization");
        sandbox.add("organization", new JsonObject().put("name", "Twin"));
        sandbox.add("organization", new JsonObject().put("name", "Original"));

        // When
        sandbox.merge("organization", 1, 2);

        // Then
        var events = awaited(8);
        var v1 =
                events.stream().filter(each -> each.body().containsKey("event")).toList();
        var merged = withEvent(v1, "merged.organization");
        assertThat(merged.getJsonObject("current").getInteger("id")).isEqualTo(2);
        assertThat(merged.getJsonObject("current").getInteger("merge_what_id")).isEqualTo(1);
        assertThat(merged.getJsonObject("previous").getInteger("id")).isEqualTo(1);
        assertThat(withEvent(v1, "deleted.organization")
                        .getJsonObject("previous")
                        .getInteger("id"))
                .isEqualTo(1);
        var v2 = events.stream()
                .map(Received::meta)
                .filter(meta -> meta.containsKey("entity"))
                .toList();
        var loser = v2.stream()
                .filter(meta -> meta.containsKey("merged_to_id"))
                .findFirst()
                .orElseThrow();
        var survivor = v2.stream()
                .filter(meta -> meta.containsKey("merged_from_id"))
                .findFirst()
                .orElseThrow();
        assertThat(loser.getString("action")).isEqualTo("delete");
        assertThat(loser.getString("merged_to_id")).isEqualTo("2");
        assertThat(survivor.getString("action")).isEqualTo("change");
        assertThat(survivor.getString("merged_from_id")).isEqualTo("1");
        assertThat(survivor.getString("correlation_id")).isEqualTo(loser.getString("correlation_id"));
        assertThat(survivor.getString("id")).isNotEqualTo(loser.getString("id"));
    }

    @Test
    void overlappingSubscriptionsShareTheEventIdAndV1HasNone() {
        // Given
        client.register(receiver, "2.0", "create", "deal");
        client.register(receiver, "2.0", "*", "*");
        client.register(receiver, "1.0", "*", "*");

        // When
        sandbox.add("deal", new JsonObject());

        // Then
        var events = awaited(3);
        var ids = events.stream()
                .map(Received::meta)
                .filter(meta -> meta.containsKey("entity"))
                .map(meta -> meta.getString("id"))
                .toList();
        assertThat(ids).hasSize(2);
        assertThat(ids.getFirst()).isEqualTo(ids.getLast());
        assertThat(ofVersion(events, false).meta().getValue("id")).isEqualTo(1);
    }

    @Test
    void everyRequestHasBasicAuthenticationAndTheHeadersOfPipedrive() {
        // Given
        client.register(receiver, "2.0", "*", "*");

        // When
        sandbox.add("deal", new JsonObject());

        // Then
        var request = awaited(1).getFirst();
        assertThat(request.authorization())
                .isEqualTo("Basic " + Base64.getEncoder().encodeToString("hook:s3cret".getBytes(UTF_8)));
        assertThat(request.contentType()).isEqualTo("application/json");
        assertThat(request.userAgent()).isEqualTo("Pipedrive Webhooks");
        assertThat(request.accept()).isEqualTo("application/json, text/plain, */*");
    }

    @Test
    void changesMadeThroughTheApiSaySo() {
        // Given
        client.register(receiver, "2.0", "create", "deal");

        // When
        sandbox.add("deal", new JsonObject());
        client.post("/api/v2/deals", new JsonObject().put("title", "By API"));

        // Then
        var sources = new ArrayList<String>();
        awaited(2).forEach(each -> sources.add(each.meta().getString("change_source")));
        assertThat(sources).containsExactly("app", "api");
    }

    private List<Received> awaited(int count) {
        await().until(() -> receiver.received().size() >= count);
        return receiver.received();
    }

    private static Received ofVersion(List<Received> events, boolean version2) {
        return events.stream()
                .filter(each -> each.body().containsKey("data") == version2)
                .findFirst()
                .orElseThrow();
    }

    private static JsonObject withEvent(List<Received> events, String name) {
        return events.stream()
                .map(Received::body)
                .filter(body -> name.equals(body.getString("event")))
                .findFirst()
                .orElseThrow();
    }
}

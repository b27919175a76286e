package io.pipestream.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.UUID;

import io.pipestream.sandbox.Receiver.Received;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What only webhook v2 does: its keys, and a previous that holds changes only. */
class PayloadV2Test {

    private static final String[] META_V2 = {
        "action",
        "company_id",
        "correlation_id",
        "entity_id",
        "entity",
        "id",
        "is_bulk_edit",
        "timestamp",
        "type",
        "user_id",
        "version",
        "webhook_id",
        "webhook_owner_id",
        "change_source",
        "attempt",
        "host",
        "permitted_user_ids"
    };

    private final Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withSpeed(1000));
    private final Receiver receiver = new Receiver();
    private final Client client = new Client(sandbox);

    @AfterEach
    void stop() {
        sandbox.close();
        receiver.close();
    }

    @Test
    void aNewDealInV2HasTheDocumentedKeysAndTextualIds() {
        // Given
        var webhook = client.register(receiver, "2.0", "create", "deal");

        // When
        sandbox.add("deal", new JsonObject().put("title", "Barn roof").put("value", 9300));

        // Then
        var body = awaited(1).getFirst().body();
        assertThat(body.fieldNames()).containsExactlyInAnyOrder("data", "previous", "meta");
        assertThat(body.getValue("previous")).isNull();
        assertThat(body.getJsonObject("data").fieldNames())
                .containsExactlyInAnyOrder(
                        "add_time",
                        "channel",
                        "channel_id",
                        "close_time",
                        "creator_user_id",
                        "currency",
                        "custom_fields",
                        "expected_close_date",
                        "first_won_time",
                        "id",
                        "label_ids",
                        "lost_reason",
                        "lost_time",
                        "org_id",
                        "origin",
                        "origin_id",
                        "owner_id",
                        "person_id",
                        "pipeline_id",
                        "probability",
                        "stage_change_time",
                        "stage_id",
                        "status",
                        "title",
                        "update_time",
                        "value",
                        "visible_to",
                        "won_time");
        assertThat(body.getJsonObject("data").getValue("update_time")).isNull();
        assertThat(body.getJsonObject("data").getValue("visible_to")).isEqualTo("3");
        var meta = body.getJsonObject("meta");
        assertThat(meta.fieldNames()).containsExactlyInAnyOrder(META_V2);
        assertThat(meta.getValue("entity_id")).isEqualTo("1");
        assertThat(meta.getValue("company_id")).isEqualTo("7301");
        assertThat(meta.getValue("webhook_id")).isEqualTo(String.valueOf(webhook));
        assertThat(meta.getValue("permitted_user_ids")).isEqualTo(JsonArray.of("501", "502"));
        assertThat(meta.getString("timestamp")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(UUID.fromString(meta.getString("id")).version()).isEqualTo(4);
    }

    @Test
    void aV2ChangeReportsOnlyWhatChangedAndNotTheTimes() {
        // Given
        client.register(receiver, "2.0", "change", "deal");
        sandbox.add("deal", new JsonObject().put("title", "Shed"));

        // When
        sandbox.update("deal", 1, new JsonObject().put("stage_id", 3));

        // Then
        var body = awaited(1).getFirst().body();
        assertThat(body.getJsonObject("previous")).isEqualTo(new JsonObject().put("stage_id", 1));
        assertThat(body.getJsonObject("data").getString("stage_change_time")).isNotNull();
        assertThat(body.getJsonObject("data").getString("update_time")).isNotNull();
    }

    @Test
    void aNoteInV2ReportsItsUpdateTimeToo() {
        // Given
        client.register(receiver, "2.0", "*", "note");
        sandbox.add("deal", new JsonObject());
        sandbox.add("note", new JsonObject().put("content", "<p>One</p>").put("add_time", "2026-01-02 03:04:05"));

        // When
        sandbox.update("note", 1, new JsonObject().put("content", "<p>Two</p>"));
        sandbox.delete("note", 1);

        // Then
        var events = awaited(3);
        assertThat(events.get(0).body().getJsonObject("data").fieldNames())
                .containsExactlyInAnyOrder(
                        "id",
                        "user_id",
                        "deal_id",
                        "person_id",
                        "org_id",
                        "lead_id",
                        "project_id",
                        "active_flag",
                        "content",
                        "add_time",
                        "update_time",
                        "pinned_to_deal_flag",
                        "pinned_to_person_flag",
                        "pinned_to_organization_flag");
        assertThat(events.get(0).body().getJsonObject("data").getString("add_time"))
                .isEqualTo("2026-01-02T03:04:05Z");
        assertThat(events.get(1).body().getJsonObject("previous").getString("content"))
                .isEqualTo("<p>One</p>");
        assertThat(events.get(2).body().getValue("data")).isNull();
        assertThat(events.get(2).body().getJsonObject("previous").getBoolean("active_flag"))
                .isFalse();
    }

    @Test
    void organizationsAndPersonsInV2HaveTheDocumentedKeys() {
        // Given
        client.register(receiver, "2.0", "create", "*");

        // When
        sandbox.add("organization", new JsonObject());
        sandbox.add("person", new JsonObject().put("name", "Liis Maria Tamm").put("phone", "555 0100"));

        // Then
        var events = awaited(2);
        var organization = events.get(0).body().getJsonObject("data");
        assertThat(organization.fieldNames())
                .containsExactlyInAnyOrder(
                        "add_time",
                        "address",
                        "country_code",
                        "custom_fields",
                        "id",
                        "label",
                        "name",
                        "owner_id",
                        "picture_id",
                        "update_time",
                        "visible_to");
        var person = events.get(1).body().getJsonObject("data");
        assertThat(person.fieldNames())
                .containsExactlyInAnyOrder(
                        "add_time",
                        "custom_fields",
                        "emails",
                        "first_name",
                        "id",
                        "label",
                        "last_name",
                        "name",
                        "org_id",
                        "owner_id",
                        "phones",
                        "update_time",
                        "visible_to");
        assertThat(person.getString("first_name")).isEqualTo("Liis Maria");
        assertThat(person.getString("last_name")).isEqualTo("Tamm");
        assertThat(person.getJsonArray("phones").getJsonObject(0).getString("value"))
                .isEqualTo("555 0100");
    }

    private List<Received> awaited(int count) {
        await().until(() -> receiver.received().size() >= count);
        return receiver.received();
    }
}

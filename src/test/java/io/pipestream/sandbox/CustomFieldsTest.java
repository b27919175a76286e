package io.pipestream.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import java.util.stream.Collectors;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One value, three shapes. */
class CustomFieldsTest {

    private final Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withSpeed(1000));
    private final Receiver receiver = new Receiver();
    private final Client client = new Client(sandbox);

    @AfterEach
    void stop() {
        sandbox.close();
        receiver.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            Reference           | "R-7"       | {"type":"varchar","value":"R-7"} | {"":"R-7"}
            Roof area           | 41.5        | {"type":"double","value":41.5}   | {"":41.5}
            Survey date         | "2026-04-01" | {"type":"date","value":"2026-04-01"} | {"":"2026-04-01"}
            Lead source         | 102         | {"type":"enum","id":102}         | {"":"102"}
            Extras              | [111,113]   | {"type":"set","values":[{"id":111},{"id":113}]} | {"":"111,113"}
            Installer           | 4           | {"type":"org","id":4}            | {"":4}
            Surveyor            | 502         | {"type":"user","id":502}         | {"":502}
            Site contact        | 9           | {"type":"people","id":9}         | {"":9}
            Grant               | {"value":800,"currency":"EUR"} | {"type":"monetary","value":800,"currency":"EUR"} | {"":800,"_currency":"EUR"}
            Installation window | {"value":"2026-05-01","until":"2026-05-09"} | {"type":"daterange","from":"2026-05-01","until":"2026-05-09"} | {"":"2026-05-01","_until":"2026-05-09"}
            Callback at         | {"value":"09:30:00","timezone_name":"Europe/London"} | {"type":"time","value":"09:30:00","timezone_id":190} | {"":"09:30:00","_timezone_id":190}
            Access hours        | {"value":"08:00:00","until":"16:00:00","timezone_name":"UTC"} | {"type":"timerange","from":"08:00:00","until":"16:00:00","timezone_id":1} | {"":"08:00:00","_until":"16:00:00","_timezone_id":1}
            """)
    void aValueHasItsShapeOnEveryPath(String name, String rest, String webhookV2, String flat) {
        // Given
        var key = Sandbox.customFieldKey("deal", name);
        client.register(receiver, "2.0", "create", "deal");
        client.register(receiver, "1.0", "added", "deal");

        // When
        var value = new JsonObject("{\"it\":" + rest + "}").getValue("it");
        sandbox.add("deal", new JsonObject().put("custom_fields", new JsonObject().put(key, value)));

        // Then
        await().until(() -> receiver.received().size() == 2);
        for (var each : receiver.received()) {
            if (each.body().containsKey("data")) {
                assertThat(each.body().getJsonObject("data").getJsonObject("custom_fields"))
                        .isEqualTo(new JsonObject().put(key, new JsonObject(webhookV2)));
            } else {
                var deal = each.body().getJsonObject("current");
                new JsonObject(flat)
                        .forEach(part ->
                                assertThat(deal.getValue(key + part.getKey())).isEqualTo(part.getValue()));
            }
        }
        var listed = client.get("/api/v2/deals").rows().getJsonObject(0).getJsonObject("custom_fields");
        assertThat(listed.getValue(key)).isEqualTo(value);
    }

    @Test
    void anAddressIsSpreadInV1AndTypedInV2() {
        // Given
        var key = Sandbox.customFieldKey("deal", "Site address");
        client.register(receiver, "2.0", "create", "deal");
        client.register(receiver, "1.0", "added", "deal");

        // When
        sandbox.add(
                "deal",
                new JsonObject()
                        .put(key, new JsonObject().put("value", "Pikk 2, Paide").put("locality", "Paide")));

        // Then
        await().until(() -> receiver.received().size() == 2);
        for (var each : receiver.received()) {
            if (each.body().containsKey("data")) {
                var typed = each.body()
                        .getJsonObject("data")
                        .getJsonObject("custom_fields")
                        .getJsonObject(key);
                assertThat(typed.fieldNames())
                        .containsExactlyInAnyOrder(
                                "type",
                                "value",
                                "subpremise",
                                "street_number",
                                "route",
                                "sublocality",
                                "locality",
                                "admin_area_level_1",
                                "admin_area_level_2",
                                "country",
                                "postal_code",
                                "formatted_address");
                assertThat(typed.getString("locality")).isEqualTo("Paide");
            } else {
                var deal = each.body().getJsonObject("current");
                assertThat(deal.getString(key)).isEqualTo("Pikk 2, Paide");
                assertThat(deal.getString(key + "_locality")).isEqualTo("Paide");
            }
        }
    }

    @Test
    void v1sSpellingIsUnderstood() {
        // Given
        var grant = Sandbox.customFieldKey("deal", "Grant");
        var extras = Sandbox.customFieldKey("deal", "Extras");

        // When
        var body = new JsonObject()
                .put("title", "Sauna")
                .put(grant, "450")
                .put(grant + "_currency", "SEK")
                .put(extras, "112,111");
        client.post("/v1/deals", body);

        // Then
        var kept = sandbox.get("deal", 1).getJsonObject("custom_fields");
        assertThat(kept.getValue(grant))
                .isEqualTo(new JsonObject().put("value", 450).put("currency", "SEK"));
        assertThat(kept.getValue(extras)).isEqualTo(JsonArray.of(112, 111));
    }

    @Test
    void aChangeShowsUnsetFieldsAsNullAndTheFormerValue() {
        // Given
        var key = Sandbox.customFieldKey("organization", "Segment");
        client.register(receiver, "2.0", "change", "organization");
        sandbox.add("organization", new JsonObject().put(key, 122));

        // When
        sandbox.update("organization", 1, new JsonObject().putNull(key));

        // Then
        await().until(() -> receiver.received().size() == 1);
        var body = receiver.received().getFirst().body();
        var fields = body.getJsonObject("data").getJsonObject("custom_fields");
        assertThat(fields.size()).isEqualTo(4);
        assertThat(fields.getValue(key)).isNull();
        assertThat(body.getJsonObject("previous").getJsonObject("custom_fields"))
                .isEqualTo(new JsonObject()
                        .put(key, new JsonObject().put("type", "enum").put("id", 122)));
    }

    @Test
    void theFieldsEndpointsNameKeysAndOptionsInBothVersions() {
        // When
        var v1 = client.get("/v1/dealFields").rows();
        var v2 = client.get("/api/v2/dealFields").rows();

        // Then
        var key = Sandbox.customFieldKey("deal", "Lead source");
        assertThat(key).matches("[0-9a-f]{40}");
        var old = row(v1, "key", key);
        var current = row(v2, "field_code", key);
        assertThat(old.getString("field_type")).isEqualTo("enum");
        assertThat(current.getBoolean("is_custom_field")).isTrue();
        assertThat(labels(old)).isEqualTo(labels(current));
        assertThat(old.getJsonArray("options").getJsonObject(1).getString("label"))
                .isEqualTo("Referral");
    }

    /** Label by id; only v2 tells more of an option. */
    private static Map<Integer, String> labels(JsonObject field) {
        return field.getJsonArray("options").stream()
                .map(JsonObject.class::cast)
                .collect(Collectors.toMap(option -> option.getInteger("id"), option -> option.getString("label")));
    }

    private static JsonObject row(JsonArray rows, String name, String value) {
        return rows.stream()
                .map(JsonObject.class::cast)
                .filter(row -> value.equals(row.getString(name)))
                .findFirst()
                .orElseThrow();
    }
}

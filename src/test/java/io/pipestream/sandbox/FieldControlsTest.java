package io.pipestream.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fields and options that come, are renamed and go, as both versions of the API list them. */
class FieldControlsTest {

    private final SettableClock clock = new SettableClock("2026-03-02T08:00:00Z");
    private Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withClock(clock));
    private Client client = new Client(sandbox);

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void anAddedFieldCanBeGivenToRecordsAndIsListed() {
        // Given
        var field = client.post(
                        "/sandbox/fields/deal",
                        new JsonObject("{\"name\": \"Roof colour\", \"options\": [\"Red\", \"Black\"]}"))
                .json();
        var key = field.getString("key");
        var black = field.getJsonArray("options").getJsonObject(1).getLong("id");

        // When
        var deal = sandbox.add("deal", new JsonObject().put(key, black));

        // Then
        assertThat(deal.getJsonObject("custom_fields").getLong(key)).isEqualTo(black);
        assertThat(client.get("/v1/deals/1").data().getString(key)).isEqualTo(String.valueOf(black));
        var listed = listed(key);
        assertThat(listed.getString("field_name")).isEqualTo("Roof colour");
        assertThat(listed.getString("field_type")).isEqualTo("enum");
        assertThat(listed.getJsonArray("options").getJsonObject(1).getString("add_time"))
                .isEqualTo("2026-03-02T08:00:00Z");
        assertThat(listed.containsKey("update_time")).isFalse();
    }

    @Test
    void anEditKeepsTheIdsOfOptionsAndMovesTheTimesOfThoseThatChanged() {
        // Given
        var key = Sandbox.customFieldKey("deal", "Lead source");

        // When
        clock.advance(Duration.ofHours(1));
        client.send("PATCH", "/sandbox/fields/deal/" + key, """
                {"name": "Origin", "options": [{"id": 101, "label": "Site"}, {"id": 103, "label": "Trade fair"},
                 {"label": "Call"}]}
                """);

        // Then
        var options = listed(key).getJsonArray("options");
        assertThat(options).hasSize(3);
        assertThat(options.getJsonObject(0).getString("label")).isEqualTo("Site");
        assertThat(options.getJsonObject(0).getString("update_time")).isEqualTo("2026-03-02T09:00:00Z");
        assertThat(options.getJsonObject(1).getString("update_time")).isEqualTo("2025-09-01T09:00:00Z");
        assertThat(options.getJsonObject(2).getLong("id")).isGreaterThan(103);
        assertThat(listed(key).getString("field_name")).isEqualTo("Origin");
        var v1 = client.get("/v1/dealFields").rows().stream()
                .map(JsonObject.class::cast)
                .filter(row -> row.getString("key").equals(key))
                .findFirst()
                .orElseThrow();
        assertThat(v1.getString("update_time")).isEqualTo("2026-03-02 09:00:00");
    }

    @Test
    void whatWasChangedIsStillSoAfterARestart(@TempDir Path directory) {
        // Given
        sandbox.close();
        sandbox = Sandbox.start(SandboxOptions.defaults().withClock(clock).withDirectory(directory));
        client = new Client(sandbox);
        var key = Sandbox.customFieldKey("deal", "Reference");
        var gone = Sandbox.customFieldKey("deal", "Grant");
        client.send("PATCH", "/sandbox/fields/deal/" + key, "{\"name\": \"Our reference\"}");
        client.delete("/sandbox/fields/deal/" + gone);

        // When
        sandbox.close();
        sandbox = Sandbox.start(SandboxOptions.defaults().withClock(clock).withDirectory(directory));
        client = new Client(sandbox);

        // Then
        assertThat(listed(key).getString("field_name")).isEqualTo("Our reference");
        assertThat(client.get("/api/v2/dealFields?limit=500").text()).doesNotContain(gone);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 100})
    void aLongListComesInPages(int limit) {
        // When
        var seen = new HashSet<String>();
        var rows = 0;
        var cursor = "";
        do {
            var page = client.get("/api/v2/dealFields?limit=" + limit + cursor).json();
            for (var row : page.getJsonArray("data")) {
                seen.add(((JsonObject) row).getString("field_code"));
                rows++;
            }
            var next = page.getJsonObject("additional_data").getString("next_cursor");
            cursor = next == null ? "" : "&cursor=" + next;
        } while (!cursor.isEmpty());

        // Then
        assertThat(rows).isEqualTo(21).isEqualTo(seen.size());
    }

    @Test
    void v1PagesByOffset() {
        // When
        var page = client.get("/v1/dealFields?start=20&limit=20").json();

        // Then
        assertThat(page.getJsonArray("data")).hasSize(1);
        var pagination = page.getJsonObject("additional_data").getJsonObject("pagination");
        assertThat(pagination.getBoolean("more_items_in_collection")).isFalse();
        assertThat(client.get("/v1/leadLabels").rows()).hasSize(3);
    }

    @Test
    void theFieldsOfProjectsAreAnEmptyListThatIsPaidFor() {
        // Given
        var left = client.get("/v1/users/me").header("x-daily-ratelimit-token-remaining");

        // When
        var page = client.get("/api/v2/projectFields");

        // Then
        assertThat(page.rows()).isEmpty();
        assertThat(Long.parseLong(page.header("x-daily-ratelimit-token-remaining")))
                .isEqualTo(Long.parseLong(left) - 10);
    }

    private JsonObject listed(String key) {
        return client.get("/api/v2/dealFields?limit=500").rows().stream()
                .map(JsonObject.class::cast)
                .filter(row -> row.getString("field_code").equals(key))
                .findFirst()
                .orElseThrow();
    }
}

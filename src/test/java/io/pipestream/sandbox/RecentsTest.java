package io.pipestream.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code /v1/recents}, down to its missing keys and nulls. */
class RecentsTest {

    private final SettableClock clock = new SettableClock("2026-03-02T08:00:00Z");
    private final Sandbox sandbox =
            Sandbox.start(SandboxOptions.defaults().withClock(clock).withPlan(1_000_000, 10_000));
    private final Client client = new Client(sandbox);

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void recentsNeedsATimeAndListsInTheOrderOfChange() {
        // Given
        sandbox.add("deal", new JsonObject().put("title", "Old"));
        clock.advance(Duration.ofSeconds(5));
        sandbox.add("organization", new JsonObject());
        clock.advance(Duration.ofSeconds(5));
        sandbox.add("note", new JsonObject().put("deal_id", 1));
        clock.advance(Duration.ofSeconds(5));
        sandbox.delete("deal", 1);

        // When
        var missing = client.get("/v1/recents");
        var first =
                client.get("/v1/recents?since_timestamp=2026-03-02%2008:00:05&items=deal,note,organization&limit=1");
        var last = client.get("/v1/recents?since_timestamp=2026-03-02%2008:00:05&items=deal,note,organization&start=1");

        // Then
        assertThat(missing.status()).isEqualTo(400);
        var note = first.rows().getJsonObject(0);
        assertThat(note.fieldNames()).containsExactlyInAnyOrder("item", "id", "data");
        assertThat(note.getString("item")).isEqualTo("note");
        assertThat(pagination(first).getInteger("next_start")).isEqualTo(1);
        var deal = last.rows().getJsonObject(0);
        assertThat(deal.getJsonObject("data").getString("status")).isEqualTo("deleted");
        assertThat(pagination(last).containsKey("next_start")).isFalse();
        assertThat(last.json().getJsonObject("additional_data").getString("last_timestamp_on_page"))
                .isEqualTo("2026-03-02 08:00:15");
    }

    @Test
    void recentsForgetsAfterAMonthAndThenSaysNull() {
        // Given
        sandbox.add("deal", new JsonObject());
        clock.advance(Duration.ofDays(32));

        // When
        var answer = client.get("/v1/recents?since_timestamp=2026-01-01%2000:00:00");

        // Then
        assertThat(answer.json().getValue("data")).isNull();
        assertThat(answer.json().getJsonObject("additional_data").getString("since_timestamp"))
                .isEqualTo("2026-03-03 08:00:00");
    }

    private static JsonObject pagination(Client.Answer page) {
        return page.json().getJsonObject("additional_data").getJsonObject("pagination");
    }
}

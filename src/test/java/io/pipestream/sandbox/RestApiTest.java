package io.pipestream.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.stream.IntStream;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records and lists over Pipedrive's paths. */
class RestApiTest {

    private final SettableClock clock = new SettableClock("2026-03-02T08:00:00Z");
    private final Sandbox sandbox =
            Sandbox.start(SandboxOptions.defaults().withClock(clock).withPlan(1_000_000, 10_000));
    private final Client client = new Client(sandbox);

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/users/me", "/api/v1/users/me"})
    void theTokensOwnerAndCompanyAreTold(String path) {
        // When
        var me = client.get(path).data();

        // Then
        assertThat(me.getLong("company_id")).isEqualTo(7301);
        assertThat(me.getString("company_domain")).isEqualTo("sandbox");
        assertThat(me.getInteger("id")).isEqualTo(501);
        assertThat(client.get("/v1/users").ids()).containsExactly(501, 502);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/users/me", "/api/v2/deals", "/v1/nothing"})
    void withoutTheTokenThereIsNothing(String path) {
        // When
        var answer = client.withToken("wrong").get(path);

        // Then
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.json().getString("error")).isEqualTo("unauthorized access");
        assertThat(answer.json().getInteger("errorCode")).isEqualTo(401);
        assertThat(answer.header("x-401-by-gw")).isEqualTo("true");
    }

    @Test
    void theTokenMayStandInTheQuery() {
        assertThat(client.withToken("")
                        .get("/v1/users/me?api_token=" + sandbox.token())
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/channels", "/api/v2/recents", "/v2/deals"})
    void pathsThatDoNotExistAreNotFound(String path) {
        assertThat(client.get(path).status()).isEqualTo(404);
    }

    @Test
    void aDealLivesThroughV2() {
        // When
        var created = client.post(
                "/api/v2/deals", new JsonObject().put("title", "Loft").put("value", 1200.5));
        var changed = client.send("PATCH", "/api/v2/deals/1", "{\"status\": \"won\"}");
        var deleted = client.delete("/api/v2/deals/1");

        // Then
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.data().getInteger("visible_to")).isEqualTo(3);
        assertThat(created.data().getString("update_time")).isEqualTo("2026-03-02T08:00:00Z");
        assertThat(changed.data().getString("won_time")).isEqualTo("2026-03-02T08:00:00Z");
        assertThat(deleted.data()).isEqualTo(new JsonObject().put("id", 1));
        assertThat(client.delete("/api/v2/deals/1").json().getString("error")).isEqualTo("Entity was not found");
        assertThat(client.get("/api/v2/deals").rows()).isEmpty();
        assertThat(client.get("/api/v2/deals?status=deleted").ids()).containsExactly(1);
    }

    @Test
    void aNoteLivesThroughV1() {
        // Given
        client.post("/api/v2/organizations", new JsonObject().put("name", "Raba"));

        // When
        var created = client.post(
                "/v1/notes", new JsonObject().put("content", "Hello").put("org_id", 1));
        client.send("PUT", "/v1/notes/1", "{\"content\": \"Hello again\"}");

        // Then
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.data().getJsonObject("organization").getString("name"))
                .isEqualTo("Raba");
        assertThat(client.get("/v1/notes/1").data().getString("content")).isEqualTo("Hello again");
        assertThat(client.delete("/v1/notes/1").json().getBoolean("data")).isTrue();
        assertThat(client.get("/v1/notes").rows()).isEmpty();
    }

    @Test
    void incompleteRecordsAreRefused() {
        assertThat(client.post("/api/v2/deals", new JsonObject()).status()).isEqualTo(400);
        assertThat(client.post("/v1/notes", new JsonObject().put("content", "Alone"))
                        .status())
                .isEqualTo(400);
        assertThat(client.send("POST", "/v1/notes", "not JSON").status()).isEqualTo(400);
    }

    @Test
    void mergingAnswersTheSurvivor() {
        // Given
        sandbox.add("person", new JsonObject().put("job_title", "Foreman"));
        sandbox.add("person", new JsonObject().put("name", "Anu Rebane"));

        // When
        var merged = client.send("PUT", "/v1/persons/1/merge", "{\"merge_with_id\": 2}");

        // Then
        assertThat(merged.data().getInteger("id")).isEqualTo(2);
        assertThat(merged.data().getInteger("merge_what_id")).isEqualTo(1);
        assertThat(merged.data().getString("name")).isEqualTo("Anu Rebane");
        assertThat(merged.data().getString("job_title")).isEqualTo("Foreman");
        assertThat(client.get("/api/v2/persons").ids()).containsExactly(2);
    }

    @Test
    void cursorsLeadThroughAListOfEqualTimesWithoutLossOrRepetition() {
        // Given
        IntStream.range(0, 23).forEach(each -> sandbox.add("deal", new JsonObject()));

        // When
        var seen = new ArrayList<Integer>();
        var path = "/api/v2/deals?limit=5&sort_by=update_time&sort_direction=desc";
        var page = client.get(path);
        seen.addAll(page.ids());
        while (cursor(page) != null) {
            page = client.get(path + "&cursor=" + cursor(page));
            seen.addAll(page.ids());
        }

        // Then
        assertThat(seen)
                .containsExactlyElementsOf(IntStream.iterate(23, id -> id > 0, id -> id - 1)
                        .boxed()
                        .toList());
    }

    @Test
    void theUpdateWindowIncludesItsStartAndExcludesItsEnd() {
        // Given
        for (var each = 0; each < 3; each++) {
            sandbox.add("organization", new JsonObject());
            clock.advance(Duration.ofSeconds(1));
        }

        // When
        var window = client.get(
                "/api/v2/organizations?updated_since=2026-03-02T08:00:01Z&updated_until=2026-03-02T08:00:02Z");

        // Then
        assertThat(window.ids()).containsExactly(2);
    }

    @Test
    void archivedDealsHaveAListOfTheirOwn() {
        // Given
        sandbox.add("deal", new JsonObject());
        sandbox.add("deal", new JsonObject().put("is_archived", true));

        // Then
        assertThat(client.get("/api/v2/deals").ids()).containsExactly(1);
        assertThat(client.get("/api/v2/deals/archived").ids()).containsExactly(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=501", "limit=0", "sort_by=title", "cursor=abc", "updated_since=yesterday"})
    void badQueriesAreRefused(String query) {
        assertThat(client.get("/api/v2/deals?" + query).status()).isEqualTo(400);
    }

    @Test
    void notesAreListedByStartAndLimit() {
        // Given
        sandbox.add("deal", new JsonObject());
        IntStream.range(0, 5).forEach(each -> sandbox.add("note", new JsonObject()));

        // When
        var first = client.get("/v1/notes?limit=3&sort=update_time%20DESC");
        var last = client.get("/v1/notes?start=3&limit=3&sort=update_time%20DESC");

        // Then
        assertThat(first.ids()).containsExactly(5, 4, 3);
        assertThat(pagination(first).getInteger("next_start")).isEqualTo(3);
        assertThat(last.ids()).containsExactly(2, 1);
        assertThat(pagination(last).containsKey("next_start")).isFalse();
    }

    @Test
    void emptyListsAreThereForWhatNobodyMakesHere() {
        assertThat(client.get("/v1/leads").rows()).isEmpty();
        assertThat(client.get("/api/v2/activities").rows()).isEmpty();
        assertThat(client.get("/api/v2/products").rows()).isEmpty();
    }

    private static @Nullable String cursor(Client.Answer page) {
        return page.json().getJsonObject("additional_data").getString("next_cursor");
    }

    private static JsonObject pagination(Client.Answer page) {
        return page.json().getJsonObject("additional_data").getJsonObject("pagination");
    }
}

package io.pipestream.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mixed loads, planted records, the list of what was created, and chaos. */
class ScenesTest {

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
    void aMixedLoadCountsEachActionAndDeliversAsMany() {
        // Given
        client.register(receiver, "2.0", "*", "deal");

        // When
        var load = anybody.send(
                "POST",
                "/sandbox/load",
                "{\"object\": \"deal\", \"count\": 400, \"rate\": 2000, \"mix\": {\"update\": 0.4, \"delete\": 0.1}}");

        // Then
        assertThat(load.status()).isEqualTo(202);
        await().atMost(Duration.ofSeconds(30)).until(() -> receiver.received().size() == 400);
        var progress = anybody.get("/sandbox/load/1").json();
        assertThat(progress.getBoolean("done")).isTrue();
        assertThat(progress.getInteger("created")).isEqualTo(arrived("create")).isPositive();
        assertThat(progress.getInteger("updated")).isEqualTo(arrived("change")).isPositive();
        assertThat(progress.getInteger("deleted")).isEqualTo(arrived("delete")).isPositive();
        var created = anybody.get("/sandbox/created?object=deal").json();
        assertThat(created.getInteger("count")).isEqualTo(progress.getInteger("created"));
    }

    @Test
    void whatWasCreatedIsListedFromATimeOnEvenWhenDeleted() {
        // Given
        sandbox.add("deal", new JsonObject());
        var since = sandbox.advance(Duration.ofSeconds(5));
        sandbox.add("deal", new JsonObject());
        sandbox.add("deal", new JsonObject());

        // When
        sandbox.delete("deal", 2);

        // Then
        assertThat(anybody.get("/sandbox/created?object=deal&since=" + Times.seconds(since))
                        .json()
                        .getJsonArray("ids"))
                .isEqualTo(JsonArray.of(2, 3));
    }

    @Test
    void plantedRecordsAreListedAndNobodyHearsOfThem() {
        // Given
        client.register(receiver, "2.0", "*", "*");

        // When
        var planted = anybody.send(
                "POST", "/sandbox/seed", "{\"object\": \"deal\", \"count\": 1200, \"updated_over\": \"PT1H\"}");
        sandbox.add("deal", new JsonObject());

        // Then
        assertThat(planted.json().getInteger("last_id")).isEqualTo(1200);
        await().until(() -> !receiver.received().isEmpty());
        assertThat(receiver.recordIds()).containsExactly("1201");
        assertThat(pages("/api/v2/deals?sort_by=update_time&limit=500&updated_since="
                        + Times.seconds(sandbox.advance(Duration.ZERO).minus(Duration.ofMinutes(30)))))
                .hasSizeBetween(595, 605)
                .endsWith(1201);
        assertThat(pages("/api/v2/deals?sort_by=update_time&sort_direction=desc&limit=500"))
                .isEqualTo(IntStream.iterate(1201, id -> id > 0, id -> id - 1)
                        .boxed()
                        .toList());
    }

    @Test
    void plantedRecordsCanBeOlderThanTheirLastChange() {
        // When
        sandbox.seed("organization", 10, Duration.ofMinutes(1));
        anybody.send(
                "POST",
                "/sandbox/seed",
                "{\"object\": \"deal\", \"count\": 10, \"updated_over\": \"PT1M\", \"added_over\": \"P30D\"}");

        // Then
        var deal = sandbox.get("deal", 1);
        assertThat(Duration.between(
                        Times.parse(deal.getString("add_time")), Times.parse(deal.getString("update_time"))))
                .isGreaterThan(Duration.ofDays(29));
        var organization = sandbox.get("organization", 1);
        assertThat(organization.getString("add_time")).isEqualTo(organization.getString("update_time"));
    }

    @Test
    void aSilentWebhookGetsNothingAndLooksHealthy() {
        // Given
        var silent = client.register(receiver, "2.0", "create", "deal");
        sandbox.faults(Faults.none().withSilentWebhook(silent));

        // When
        sandbox.add("deal", new JsonObject());
        sandbox.faults(Faults.none());
        sandbox.add("deal", new JsonObject());

        // Then
        await().until(() -> sandbox.deliveries().size() == 1);
        assertThat(receiver.recordIds()).containsExactly("2");
        assertThat(client.get("/v1/webhooks").rows().getJsonObject(0).getInteger("is_active"))
                .isEqualTo(1);
    }

    @Test
    void chaosBansAndDeletesAndEndsWithNoFaults() {
        // Given
        IntStream.range(0, 4).forEach(each -> client.register(receiver, "2.0", "*", "deal"));

        // When
        var started = anybody.send(
                "PUT",
                "/sandbox/chaos",
                "{\"seed\": 7, \"for\": \"PT0.4S\", \"every\": \"PT0.02S\", \"bans\": 3, \"deletions\": 2}");

        // Then
        assertThat(started.json().getBoolean("running")).isTrue();
        await().until(() -> !anybody.get("/sandbox/chaos").json().getBoolean("running"));
        var told = anybody.get("/sandbox/chaos").json();
        assertThat(told.getInteger("steps")).isEqualTo(20);
        assertThat(told.getJsonObject("done").getInteger("delete")).isEqualTo(2);
        assertThat(told.getJsonObject("done").getInteger("ban")).isEqualTo(3);
        assertThat(sandbox.webhooks()).hasSize(2);
        assertThat(anybody.get("/sandbox/faults").json())
                .isEqualTo(Faults.none().json());
    }

    @Test
    void chaosSparesWebhooksOfOthersAndEndsOnRequest() {
        // Given
        client.register(receiver, "2.0", "*", "deal");
        anybody.send(
                "PUT",
                "/sandbox/chaos",
                "{\"for\": \"PT1M\", \"every\": \"PT0.02S\", \"deletions\": 3000, \"only\": \"http://nobody/\"}");
        await().until(() -> anybody.get("/sandbox/chaos").json().getInteger("steps") > 3);

        // When
        var ended = anybody.delete("/sandbox/chaos");

        // Then
        assertThat(ended.json().getBoolean("running")).isFalse();
        assertThat(sandbox.webhooks()).hasSize(1);
        assertThat(anybody.get("/sandbox/faults").json())
                .isEqualTo(Faults.none().json());
    }

    @Test
    void theSameSeedChoosesTheSameFaults() {
        var plan = ChaosPlan.of(42, Duration.ofMinutes(1));
        assertThat(faultsOf(plan, 42)).isEqualTo(faultsOf(plan, 42)).isNotEqualTo(faultsOf(plan, 43));
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(delimiter = '|', textBlock = """
            PUT  | /sandbox/chaos   | {"seeed": 1}               | chaos takes seed
            PUT  | /sandbox/chaos   | {"for": "PT1S"}            | longer than 'every'
            PUT  | /sandbox/chaos   | {"for": "soon"}            | chaos takes seed
            POST | /sandbox/seed    | {"object": "deal"}         | give object and count
            POST | /sandbox/seed    | {"object": "deal", "count": 0} | count from 1
            POST | /sandbox/seed    | {"object": "deal", "count": 1, "updated_over": "week"} | must be a duration
            POST | /sandbox/load    | {"object": "deal", "count": 1, "rate": 1, "mix": {"merge": 1}} | shares of updates
            POST | /sandbox/load    | {"object": "deal", "count": 1, "rate": 1, "mix": {"update": 2}} | at most 1
            """)
    void badInputIsRefusedWithAdvice(String method, String path, String body, String advice) {
        // When
        var answer = anybody.send(method, path, body);

        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().getString("error")).contains(advice);
    }

    private static List<Faults> faultsOf(ChaosPlan plan, long seed) {
        var chance = new SplittableRandom(seed);
        return IntStream.range(0, plan.steps())
                .mapToObj(step -> plan.faults(chance, List.of(1L, 2L)))
                .toList();
    }

    private int arrived(String action) {
        return (int) receiver.received().stream()
                .filter(each -> each.meta().getString("action").equals(action))
                .count();
    }

    private List<Integer> pages(String path) {
        var ids = new ArrayList<Integer>();
        @Nullable String next = "";
        while (next != null) {
            var page = client.get(path + (next.isEmpty() ? "" : "&cursor=" + next));
            ids.addAll(page.ids());
            next = page.json().getJsonObject("additional_data").getString("next_cursor");
        }
        return ids;
    }
}

package io.pipestream.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The token ledger, its headers, and the API's ways to fail. */
class BudgetAndFaultsTest {

    private final SettableClock clock = new SettableClock("2026-03-02T23:00:00Z");
    private final Sandbox sandbox =
            Sandbox.start(SandboxOptions.defaults().withClock(clock).withPlan(100, 3));
    private final Client client = new Client(sandbox);

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/users/me, 98",
        "/v1/recents?since_timestamp=2026-03-01%2000:00:00, 80",
        "/api/v2/deals, 90",
        "/api/v2/deals/archived, 80",
        "/v1/notes, 80",
        "/v1/webhooks, 90",
        "/v1/dealFields, 80",
        "/api/v2/dealFields, 90"
    })
    void eachOperationHasItsPrice(String path, String left) {
        // When
        var answer = client.get(path);

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("x-daily-ratelimit-token-limit")).isEqualTo("100");
        assertThat(answer.header("x-daily-ratelimit-token-remaining")).isEqualTo(left);
        assertThat(answer.header("x-ratelimit-limit")).isEqualTo("3");
        assertThat(answer.header("x-ratelimit-remaining")).isEqualTo("2");
        assertThat(answer.header("x-ratelimit-reset")).isEqualTo("2");
    }

    @Test
    void moreCallsThanTheBurstAllowsAreRefusedForTwoSeconds() {
        // Given
        for (var each = 0; each < 3; each++) {
            assertThat(client.get("/v1/users/me").status()).isEqualTo(200);
        }

        // When
        var refused = client.get("/v1/users/me");
        clock.advance(Duration.ofSeconds(2));
        var later = client.get("/v1/users/me");

        // Then
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("x-ratelimit-remaining")).isEqualTo("0");
        assertThat(refused.header("x-daily-ratelimit-token-remaining")).isEqualTo("94");
        assertThat(later.status()).isEqualTo(200);
    }

    @Test
    void anEmptyDayLastsUntilMidnight() {
        // Given
        for (var each = 0; each < 5; each++) {
            assertThat(client.get("/v1/notes").status()).isEqualTo(200);
            clock.advance(Duration.ofSeconds(2));
        }

        // When
        var refused = client.get("/v1/users/me");
        clock.advance(Duration.ofHours(1));
        var tomorrow = client.get("/v1/users/me");

        // Then
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("x-daily-ratelimit-token-remaining")).isEqualTo("0");
        assertThat(tomorrow.status()).isEqualTo(200);
        assertThat(tomorrow.header("x-daily-ratelimit-token-remaining")).isEqualTo("98");
    }

    @ParameterizedTest
    @CsvSource({"burst, 100, 0", "daily, 0, 3"})
    void the429FaultsAreToldApartByTheirHeaders(String kind, String tokens, String calls) {
        // Given
        sandbox.faults(Faults.none().withApi429(kind));

        // When
        var answer = client.get("/v1/users/me");

        // Then
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header("x-daily-ratelimit-token-remaining")).isEqualTo(tokens);
        assertThat(answer.header("x-ratelimit-remaining")).isEqualTo(calls);
    }

    @Test
    void theProxyAnswersWithAPageThatIsNotJson() {
        // Given
        sandbox.faults(Faults.none().withCloudflare403());

        // When
        var answer = client.get("/v1/users/me");

        // Then
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.header("content-type")).startsWith("text/html");
        assertThat(answer.text()).startsWith("<!DOCTYPE html>");
    }

    @Test
    void serverErrorsComeAndGoWithTheirFault() {
        // Given
        sandbox.faults(Faults.none().withApi5xx(1));

        // When
        var failing = client.get("/v1/users/me");
        sandbox.faults(Faults.none());
        var healed = client.get("/v1/users/me");

        // Then
        assertThat(failing.status()).isIn(500, 503);
        assertThat(healed.status()).isEqualTo(200);
    }

    @Test
    void theCompanyChangesItsPlan() {
        // When
        var changed = client.send("PUT", "/sandbox/plan", "{\"daily_tokens\": 60000}");
        var wrong = client.send("PUT", "/sandbox/plan", "{}");

        // Then
        assertThat(changed.json().getInteger("daily_limit")).isEqualTo(60_000);
        assertThat(client.get("/v1/users/me").header("x-daily-ratelimit-token-limit"))
                .isEqualTo("60000");
        assertThat(wrong.status()).isEqualTo(400);
    }

    @Test
    void theLedgerCountsWhatWasPaidByDayAndByRoute() {
        // Given
        client.get("/v1/notes");
        client.get("/api/v1/notes");
        clock.advance(Duration.ofHours(2));
        client.get("/api/v2/deals?limit=1");

        // When
        sandbox.faults(Faults.none().withApi429("burst"));
        client.get("/v1/notes");
        sandbox.faults(Faults.none().withApi5xx(1));
        client.get("/v1/notes");
        sandbox.faults(Faults.none().withCloudflare403());
        client.get("/v1/notes");

        // Then
        var tokens = client.withToken("").get("/sandbox").json().getJsonObject("tokens");
        assertThat(tokens.getInteger("daily_used")).isEqualTo(30);
        assertThat(tokens.getInteger("total_used")).isEqualTo(70);
        assertThat(tokens.getInteger("calls")).isEqualTo(4);
        assertThat(tokens.getInteger("refused")).isEqualTo(1);
        assertThat(tokens.getJsonObject("by_day"))
                .isEqualTo(new JsonObject().put("2026-03-02", 40).put("2026-03-03", 30));
        assertThat(tokens.getJsonObject("by_route").getJsonObject("GET /v1/notes"))
                .isEqualTo(new JsonObject().put("calls", 3).put("tokens", 60));
        assertThat(tokens.getJsonObject("by_route").getJsonObject("GET /api/v2/deals"))
                .isEqualTo(new JsonObject().put("calls", 1).put("tokens", 10));
    }
}

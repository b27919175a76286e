package io.pipestream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.pipestream.support.Api;
import io.pipestream.support.SandboxClient;
import io.quarkus.test.junit.QuarkusTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Connections and subscriptions as an operator manages them. */
@QuarkusTest
class SubscriptionsTest {

    private String subscriptions = "";

    @BeforeEach
    void theAccountIsConnected() {
        subscriptions = ConfiguredAccount.awaitSubscriptions();
    }

    @AfterEach
    void theSandboxBehavesAgainAndNothingIsLeftBehind() {
        ConfiguredAccount.tidyUp();
    }

    @Test
    void theConfiguredAccountIsConnectedByItself() {
        // When
        var connections = Api.get("/api/connections").json().path("data");

        // Then
        assertThat(connections).hasSize(1);
        assertThat(connections.path(0).path("company_id").asText()).isEqualTo("7301");
        assertThat(connections.toString()).doesNotContain(SandboxClient.token());
        assertThat(Api.get(subscriptions).json().path("data"))
                .extracting(subscription -> subscription.path("event").asText()
                        + ' '
                        + subscription.path("state").asText())
                .contains("added.deal registered", "added.note registered", "added.organization registered");
    }

    @Test
    void addingASubscriptionManyTimesAtOnceRegistersOneWebhook() throws Exception {
        // When
        var ids = new ArrayList<String>();
        try (var pool = Executors.newFixedThreadPool(8)) {
            Callable<String> add = () -> Api.post(subscriptions, "{\"event\": \"updated.deal\"}")
                    .json()
                    .path("id")
                    .asText();
            for (var id :
                    pool.invokeAll(IntStream.range(0, 8).mapToObj(i -> add).toList())) {
                ids.add(id.get());
            }
        }

        // Then
        assertThat(ids.stream().collect(Collectors.toSet())).hasSize(1);
        assertThat(ConfiguredAccount.registered("change", "deal")).isEqualTo(1);

        // When
        var deleted = Api.delete(subscriptions + '/' + ids.getFirst());

        // Then
        assertThat(deleted.status()).isEqualTo(204);
        assertThat(ConfiguredAccount.registered("change", "deal")).isZero();
        assertThat(Api.get(subscriptions + '/' + ids.getFirst()).status()).isEqualTo(404);
    }

    @Test
    void aVersionOneSubscriptionIsRegisteredInItsOwnVerbs() {
        // When
        var added = Api.post(subscriptions, "{\"event\": \"merged.person\", \"webhook_version\": \"1.0\"}");

        // Then
        assertThat(added.status()).isEqualTo(201);
        assertThat(ConfiguredAccount.registered("merged", "person")).isEqualTo(1);
    }

    @Test
    void theConnectionIsTestedByAskingPipedrive() {
        // When
        var tested = Api.post(subscriptions.replace("/subscriptions", "/test"), "");

        // Then
        assertThat(tested.status()).isEqualTo(200);
        assertThat(tested.json().path("ok").asBoolean()).isTrue();
        assertThat(tested.json().path("company_domain").asText()).isEqualTo("sandbox");
    }

    @Test
    void aConnectionWithSubscriptionsIsNotRemoved() {
        // When
        var refused = Api.delete(subscriptions.replace("/subscriptions", ""));

        // Then
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().path("type").asText()).isEqualTo("/problems/connection-in-use");
    }

    @Test
    void aWrongTokenIsExplained() {
        // When
        var refused = Api.post("/api/connections", "{\"api_token\": \"not-the-token\"}");

        // Then
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().path("type").asText()).isEqualTo("/problems/pipedrive-unauthorised");
        assertThat(refused.json().path("detail").asText()).contains("API token").doesNotContain("not-the-token");
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"api_429": "burst"}     | pipedrive-rate-limited | 503
            {"api_5xx": 1.0}         | pipedrive-unavailable  | 503
            {"cloudflare_403": true} | pipedrive-blocked      | 503
            """)
    void whatPipedriveAnswersBadlyComesBackAsAProblemThatSaysWhatToDo(String faults, String code, int status) {
        // Given
        SandboxClient.control("PUT", "/faults", faults);

        // When
        var refused = Api.post(subscriptions, "{\"event\": \"added.product\"}");

        // Then
        refused.assertProblem(status, code);
        assertThat(refused.json().path("detail").asText()).hasSizeGreaterThan(30);

        // When
        SandboxClient.control("DELETE", "/faults", "");

        // Then: at once, but after the firewall, when we held off for a while.
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> Api.post(subscriptions, "{\"event\": \"added.product\"}")
                        .json()
                        .path("state")
                        .asText()
                        .equals("registered"));
        assertThat(ConfiguredAccount.registered("create", "product")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"event": "exploded.deal"}                           | 400
            {"event": "deal"}                                    | 400
            {}                                                   | 400
            {"event": "merged.deal"}                             | 400
            {"event": "added.deal", "webhook_version": "3.0"}    | 400
            {"event": "added.deal", "colour": "green"}           | 400
            {"event": ["added.deal"]}                            | 400
            {"event": "added.deal", "webhook_version": {}}       | 400
            []                                                   | 400
            not json                                             | 400
            """)
    void aBadSubscriptionIsRefusedAsAProblem(String body, int status) {
        // When
        var refused = Api.post(subscriptions, body);

        // Then
        assertThat(refused.status()).isEqualTo(status);
        assertThat(refused.header("content-type")).startsWith("application/problem+json");
        assertThat(refused.body()).doesNotContain("Exception").doesNotContain("io.pipestream");
    }
}

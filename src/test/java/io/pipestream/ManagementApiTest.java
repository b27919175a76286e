package io.pipestream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import io.pipestream.support.Api;
import io.pipestream.support.Door;
import io.pipestream.support.Http;
import io.pipestream.support.SandboxClient;
import io.quarkus.test.junit.QuarkusTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections and subscriptions as an operator manages them. */
@QuarkusTest
class ManagementApiTest {

    /** What the account subscribes to by itself. */
    private static final Set<String> CONFIGURED = Set.of("added.deal", "added.note", "added.organization");

    private String subscriptions = "";

    @BeforeEach
    void theAccountIsConnected() {
        Door.ofNewDeals();
        Door.of("create", "note", "2.0");
        Door.of("create", "organization", "2.0");
        var id = Api.get("/api/connections")
                .json()
                .path("data")
                .path(0)
                .path("id")
                .asText();
        subscriptions = "/api/connections/" + id + "/subscriptions";
    }

    @AfterEach
    void theSandboxBehavesAgainAndNothingIsLeftBehind() {
        SandboxClient.control("DELETE", "/faults", "");
        for (var subscription : Api.get(subscriptions).json().path("data")) {
            if (!CONFIGURED.contains(subscription.path("event").asText())) {
                Api.delete(subscriptions + '/' + subscription.path("id").asText());
            }
        }
        for (var webhook : SandboxClient.webhooks()) {
            if (webhook.path("name").asText().equals("foreign")) {
                SandboxClient.control(
                        "DELETE", "/webhooks/" + webhook.path("id").asText(), "");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/events", "/api/events/stream", "/api/connections", "/api/quarantine"})
    void withoutAKeyNothingIsShown(String path) {
        // When
        var none = Http.get(Api.url(path), Map.of());
        var wrong = Http.get(Api.url(path), Map.of("Authorization", "Bearer psk_wrong"));

        // Then
        assertThat(List.of(none, wrong)).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.header("content-type")).startsWith("application/problem+json");
            assertThat(answer.header("www-authenticate")).startsWith("Bearer");
        });
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
        assertThat(registered("change", "deal")).isEqualTo(1);

        // When
        var deleted = Api.delete(subscriptions + '/' + ids.getFirst());

        // Then
        assertThat(deleted.status()).isEqualTo(204);
        assertThat(registered("change", "deal")).isZero();
        assertThat(Api.get(subscriptions + '/' + ids.getFirst()).status()).isEqualTo(404);
    }

    @Test
    void aVersionOneSubscriptionIsRegisteredInItsOwnVerbs() {
        // When
        var added = Api.post(subscriptions, "{\"event\": \"merged.person\", \"webhook_version\": \"1.0\"}");

        // Then
        assertThat(added.status()).isEqualTo(201);
        assertThat(registered("merged", "person")).isEqualTo(1);
    }

    @Test
    void aWebhookThatIsNotOursIsNotTouched() {
        // Given
        var foreign = webhookOfSomebody(Api.url("/webhooks/somebody-elses"), "person");

        // When
        var added = Api.post(subscriptions, "{\"event\": \"added.person\"}");
        Api.delete(subscriptions + '/' + added.json().path("id").asText());

        // Then
        assertThat(SandboxClient.webhooks())
                .extracting(webhook -> webhook.path("id").asText())
                .contains(foreign);
    }

    @Test
    void aWebhookThatIsWrongIsReplacedByOneThatIsRight() {
        // Given
        var id = Api.post(subscriptions, "{\"event\": \"added.person\"}")
                .json()
                .path("id")
                .asText();
        var right = Door.of("create", "person", "2.0");
        var wrong = webhookOfSomebody(right.url(), "product");
        loseWebhookOf(right);

        // When
        var repaired = Api.post(subscriptions, "{\"event\": \"added.person\"}");

        // Then
        assertThat(repaired.status()).isEqualTo(200);
        assertThat(repaired.json().path("id").asText()).isEqualTo(id);
        assertThat(repaired.json().path("state").asText()).isEqualTo("registered");
        assertThat(SandboxClient.webhooks())
                .filteredOn(webhook -> webhook.path("subscription_url").asText().equals(right.url()))
                .singleElement()
                .satisfies(webhook -> {
                    assertThat(webhook.path("id").asText()).isNotEqualTo(wrong);
                    assertThat(webhook.path("event_object").asText()).isEqualTo("person");
                });
        assertThat(right.deliver("not JSON").status()).as("the old credentials").isEqualTo(401);
        assertThat(Door.of("create", "person", "2.0").deliver("not JSON").status())
                .as("the new credentials")
                .isEqualTo(202);
    }

    @Test
    void whileTheNewWebhookIsNotThereTheOldOneIsHeard() {
        // Given
        Api.post(subscriptions, "{\"event\": \"added.person\"}");
        var door = Door.of("create", "person", "2.0");
        loseWebhookOf(door);
        fillUpWithForeignWebhooks();

        // When
        var refusals = Stream.of(1, 2)
                .map(attempt -> Api.post(subscriptions, "{\"event\": \"added.person\"}"))
                .toList();

        // Then
        assertThat(refusals).allSatisfy(refused -> {
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.json().path("type").asText()).isEqualTo("/problems/pipedrive-limit-reached");
        });
        assertThat(door.deliver("not JSON").status()).isEqualTo(202);
    }

    @Test
    void aWrongWebhookMakesRoomWherePipedriveAllowsNoMore() {
        // Given
        Api.post(subscriptions, "{\"event\": \"added.person\"}");
        var door = Door.of("create", "person", "2.0");
        loseWebhookOf(door);
        webhookOfSomebody(door.url(), "product");
        fillUpWithForeignWebhooks();

        // When
        var repaired = Api.post(subscriptions, "{\"event\": \"added.person\"}");

        // Then
        assertThat(repaired.json().path("state").asText()).isEqualTo("registered");
        assertThat(registered("create", "person")).isEqualTo(1);
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
        assertThat(refused.status()).isEqualTo(status);
        assertThat(refused.header("content-type")).startsWith("application/problem+json");
        assertThat(refused.json().path("type").asText()).isEqualTo("/problems/" + code);
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
        assertThat(registered("create", "product")).isEqualTo(1);
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

    @ParameterizedTest
    @ValueSource(
            strings = {"limit=0", "limit=1001", "limit=many", "cursor=nonsense", "state=lost", "received_from=today"})
    void aBadQueryIsRefusedAsAProblem(String query) {
        // When
        var refused = Api.get("/api/events?" + query);

        // Then
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.header("content-type")).startsWith("application/problem+json");
        assertThat(refused.json().path("type").asText()).endsWith("-invalid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-acme", "acme-", "acme.pipedrive.com", "", "a b"})
    void aCompanyDomainThatIsNoneIsRefusedBeforePipedriveIsAsked(String domain) {
        // When
        var refused = Api.post("/api/connections", "{\"api_token\": \"t\", \"company_domain\": \"" + domain + "\"}");

        // Then
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body()).contains("is the acme in acme.pipedrive.com");
    }

    @Test
    void aValueThatPostgresCannotCompareIsTheCallersMistake() {
        // When
        var refused = Api.get("/api/events?object=%00");

        // Then
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("type").asText()).isEqualTo("/problems/value-invalid");
    }

    @Test
    void theApiDescribesItself() {
        // When
        var openapi = Api.get("/api/openapi?format=json").json();

        // Then
        assertThat(openapi.path("paths").properties())
                .extracting(Map.Entry::getKey)
                .contains("/api/events", "/api/events/stream", "/api/connections");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/openapi", "/api/openapi/", "/api/openapi.json", "/api/openapi?format=json"})
    void theDescriptionNeedsTheKeyToo(String path) {
        // When
        var none = Http.get(Api.url(path), Map.of());

        // Then
        assertThat(none.status()).isEqualTo(401);
        assertThat(none.body()).isEmpty();
    }

    /** Registers a webhook with no credentials, as another program with the same token would; answers its id. */
    private static String webhookOfSomebody(String url, String object) {
        var created = Http.call(
                        "POST",
                        SandboxClient.url("/v1/webhooks"),
                        Map.of("x-api-token", SandboxClient.token()),
                        """
                        {"subscription_url": "%s", "event_action": "create",
                         "event_object": "%s", "name": "foreign", "version": "2.0"}""".formatted(url, object).getBytes(UTF_8))
                .json();
        return created.path("data").path("id").asText();
    }

    private static void fillUpWithForeignWebhooks() {
        int tries = 0;
        while (!webhookOfSomebody(Api.url("/webhooks/somebody-elses"), "product")
                .isEmpty()) {
            assertThat(++tries).isLessThanOrEqualTo(40);
        }
    }

    private static void loseWebhookOf(Door door) {
        for (var webhook : SandboxClient.webhooks()) {
            if (webhook.path("http_auth_user").asText().equals(door.user())) {
                SandboxClient.control(
                        "DELETE", "/webhooks/" + webhook.path("id").asText(), "");
            }
        }
    }

    private static long registered(String action, String object) {
        return StreamSupport.stream(SandboxClient.webhooks().spliterator(), false)
                .filter(webhook -> webhook.path("event_action").asText().equals(action))
                .filter(webhook -> webhook.path("event_object").asText().equals(object))
                .filter(webhook -> webhook.path("subscription_url").asText().startsWith(Api.url("/webhooks/")))
                .count();
    }
}

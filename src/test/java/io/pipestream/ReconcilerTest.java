package io.pipestream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import io.pipestream.support.Api;
import io.pipestream.support.Door;
import io.pipestream.support.Http;
import io.pipestream.support.SandboxClient;
import io.quarkus.test.junit.QuarkusTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Webhooks are put right by themselves, and what is not ours is left alone. */
@QuarkusTest
class ReconcilerTest {

    private static final String FOREIGN = "somebody's";

    private static final String SANDBOX_COMPANY = "7301";

    private String subscriptions = "";

    private String registrations = "";

    private final List<String> made = new ArrayList<>();

    private String foreign = "";

    @BeforeEach
    void theAccountIsConnectedAndSomebodyElseHasAWebhookToo() {
        Door.ofNewDeals();
        subscriptions = Api.subscriptions();
        registrations = subscriptions.replace("/subscriptions", "/registrations");
        foreign = webhook(FOREIGN, Api.url("/webhooks/somebody-elses"), "delete", "note", "2.0", "a", "b");
    }

    @AfterEach
    void whatIsNotOursWasNotTouched() {
        made.forEach(Api::delete);
        assertThat(ids(FOREIGN)).containsExactly(foreign);
        SandboxClient.control("DELETE", "/webhooks/" + foreign, "");
    }

    @Test
    void aWebhookThatSomebodyDeletedIsBack() {
        // Given
        subscribe("updated.person", "2.0");
        var before = theOnly("change", "person");
        SandboxClient.control("DELETE", "/webhooks/" + before.path("id").asText(), "");

        // When
        var checked = check();

        // Then
        var after = theOnly("change", "person");
        assertThat(after.path("id").asText()).isNotEqualTo(before.path("id").asText());
        var registration = registration(checked, "updated.person");
        assertThat(registration.path("health").asText()).isEqualTo("healthy");
        assertThat(registration.path("webhook_id").asText())
                .isEqualTo(after.path("id").asText());
        assertThat(registration.path("last_checked_at").isTextual()).isTrue();
        assertThat(checked.path("repaired_within_seconds").asLong()).isPositive();
    }

    @Test
    void aWebhookThatIsThereTwiceIsThereOnceAndTheOneWeKnowStays() {
        // Given
        subscribe("updated.person", "2.0");
        var ours = theOnly("change", "person");
        webhook(
                "Pipestream: updated.person",
                ours.path("subscription_url").asText(),
                "change",
                "person",
                "2.0",
                ours.path("http_auth_user").asText(),
                ours.path("http_auth_password").asText());

        // When
        check();

        // Then
        assertThat(theOnly("change", "person").path("id").asText())
                .isEqualTo(ours.path("id").asText());
    }

    @Test
    void aWebhookThatPointsElsewhereIsReplaced() {
        // Given
        subscribe("updated.person", "2.0");
        var ours = theOnly("change", "person");
        SandboxClient.control("DELETE", "/webhooks/" + ours.path("id").asText(), "");
        webhook(
                "moved",
                ours.path("subscription_url").asText().replace("127.0.0.1", "localhost"),
                "change",
                "person",
                "2.0",
                ours.path("http_auth_user").asText(),
                ours.path("http_auth_password").asText());

        // When
        check();

        // Then
        assertThat(theOnly("change", "person").path("subscription_url").asText())
                .isEqualTo(ours.path("subscription_url").asText());
        assertThat(ids("moved")).isEmpty();
    }

    @Test
    void aWebhookOfAnotherUserIsReplaced() {
        // Given
        subscribe("updated.person", "2.0");
        var ours = theOnly("change", "person");
        var another = anotherUser(ours.path("user_id").asText());
        SandboxClient.control("DELETE", "/webhooks/" + ours.path("id").asText(), "");
        createWebhook("""
                {"subscription_url": "%s", "event_action": "change", "event_object": "person", "version": "2.0",
                 "name": "other user", "http_auth_user": "%s", "http_auth_password": "%s", "user_id": %s}""".formatted(
                        ours.path("subscription_url").asText(),
                        ours.path("http_auth_user").asText(),
                        ours.path("http_auth_password").asText(),
                        another));

        // When
        check();

        // Then
        assertThat(theOnly("change", "person").path("user_id").asText())
                .isEqualTo(ours.path("user_id").asText());
        assertThat(ids("other user")).isEmpty();
    }

    @Test
    void howeverManyCheckAtOnceThereIsOneWebhookForEachSubscription() throws Exception {
        // Given
        subscribe("updated.person", "2.0");
        SandboxClient.control(
                "DELETE", "/webhooks/" + theOnly("change", "person").path("id").asText(), "");
        var calls = IntStream.range(0, 10)
                .<Callable<Integer>>mapToObj(
                        call -> () -> Api.post(registrations + "/check", "").status())
                .toList();

        // When
        try (var pool = Executors.newFixedThreadPool(calls.size())) {
            for (var answered : pool.invokeAll(calls)) {
                assertThat(answered.get()).isEqualTo(200);
            }
        }

        // Then
        theOnly("change", "person");
    }

    @Test
    void rotatedCredentialsAreAcceptedBesideTheOldOnesUntilTheRetriesAreOver() {
        // Given
        var subscription = subscribe("updated.person", "2.0");
        var old = Door.of("change", "person", "2.0");

        // When
        var rotated = Api.post(subscription + "/rotate-credentials", "");
        var oldRightAfter = old.deliver("not JSON").status();

        // Then
        assertThat(rotated.json().path("state").asText()).isEqualTo("registered");
        assertThat(oldRightAfter).isEqualTo(202);
        theOnly("change", "person");
        var fresh = Door.of("change", "person", "2.0");
        assertThat(fresh.user()).isNotEqualTo(old.user());
        assertThat(fresh.deliver("not JSON").status()).isEqualTo(202);
        Awaitility.await("the old credentials are refused")
                .atMost(Duration.ofSeconds(15))
                .until(() -> old.deliver("not JSON").status() == 401);
        assertThat(fresh.deliver("not JSON").status()).isEqualTo(202);
    }

    @Test
    void aSubscriptionChangesItsVersionUnderLoadWithoutAGapAndWithoutAnEventTwice() {
        // Given
        var subscription = subscribe("added.person", "1.0");
        var before = personsAdded().size();
        var load = SandboxClient.control("POST", "/load", "{\"object\": \"person\", \"count\": 300, \"rate\": 100}");
        assertThat(load.status()).as(load.body()).isEqualTo(202);

        // When
        var changed = Api.patch(subscription, "{\"webhook_version\": \"2.0\"}");

        // Then
        assertThat(changed.json().path("webhook_version").asText())
                .as(changed.body())
                .isEqualTo("2.0");
        assertThat(theOnly("create", "person").path("version").asText()).isEqualTo("2.0");
        assertThat(webhooks("added", "person")).isEmpty();
        Awaitility.await("every person that was added is an event")
                .atMost(Duration.ofSeconds(40))
                .until(() -> personsAdded().size() >= before + 300);
        awaitTheLoadIsDelivered();
        var events = personsAdded();
        assertThat(events).hasSize(before + 300);
        assertThat(events.stream().map(event -> event.path("key").asText()).toList())
                .doesNotHaveDuplicates();
        assertThat(events.stream().map(event -> event.path("source").asText()).collect(Collectors.toSet()))
                .as("the change happened in the midst of it")
                .contains("webhook-v1", "webhook-v2");
    }

    @Test
    void aVersionThatAnotherSubscriptionHasIsRefused() {
        // Given
        var first = subscribe("updated.person", "1.0");
        subscribe("updated.person", "2.0");

        // When
        var refused = Api.patch(first, "{\"webhook_version\": \"2.0\"}");

        // Then
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().path("type").asText()).isEqualTo("/problems/subscription-exists");
        assertThat(webhooks("updated", "person")).hasSize(1);
    }

    @Test
    void tenRefusedDeliveriesAreABanThatIsLookedIntoAtOnceAndEnds() {
        // Given
        subscribe("updated.person", "2.0");
        var door = Door.of("change", "person", "2.0");
        var id = theOnly("change", "person").path("id").asText();
        SandboxClient.control("DELETE", "/webhooks/" + id, "");

        // When
        var stranger = new Door(door.url(), door.user(), "wrong");
        IntStream.range(0, 10).forEach(attempt -> stranger.deliver("not JSON"));

        // Then
        Awaitility.await("by itself, somebody has asked Pipedrive and registered what was not there")
                .atMost(Duration.ofSeconds(15))
                .until(() -> webhooks("change", "person").size() == 1);
        Awaitility.await("a new webhook is not banned")
                .atMost(Duration.ofSeconds(15))
                .until(() -> registration(shown(), "updated.person")
                        .path("health")
                        .asText()
                        .equals("healthy"));

        // When
        var again = Door.of("change", "person", "2.0");
        var strangerAgain = new Door(again.url(), again.user(), "wrong");
        IntStream.range(0, 10).forEach(attempt -> strangerAgain.deliver("not JSON"));

        // Then
        Awaitility.await("banned")
                .atMost(Duration.ofSeconds(15))
                .until(() -> registration(shown(), "updated.person")
                        .path("banned_until")
                        .isTextual());
        assertThat(registration(shown(), "updated.person").path("health").asText())
                .isEqualTo("banned");
        assertThat(Api.metric("pipestream_registrations", "banned")).isPositive();
        Awaitility.await("the ban is over")
                .atMost(Duration.ofSeconds(40))
                .until(() -> registration(shown(), "updated.person")
                        .path("health")
                        .asText()
                        .equals("healthy"));
    }

    @Test
    void refusalsAndDeliveriesShowUpWithTheirRegistration() {
        // Given
        subscribe("updated.person", "2.0");
        var door = Door.of("change", "person", "2.0");

        // When
        var taken = door.deliver("not JSON").status();
        new Door(door.url(), door.user(), "wrong").deliver("not JSON");

        // Then
        assertThat(taken).isEqualTo(202);
        Awaitility.await("the tick has taken it to Postgres")
                .atMost(Duration.ofSeconds(15))
                .until(() -> registration(shown(), "updated.person")
                        .path("last_heard_at")
                        .isTextual());
        assertThat(registration(shown(), "updated.person").path("failures").asInt())
                .isEqualTo(1);
        Awaitility.await("the next tick shows it as a metric")
                .atMost(Duration.ofSeconds(15))
                .until(() -> Api.metric("pipestream_registration_ban_risk", "") > 0);
    }

    private static List<JsonNode> personsAdded() {
        return Api.events("object=person&action=added").stream()
                .filter(event -> event.path("key").asText().startsWith(SANDBOX_COMPANY + ':'))
                .toList();
    }

    private static void awaitTheLoadIsDelivered() {
        Awaitility.await("the sandbox has nothing left to deliver")
                .atMost(Duration.ofSeconds(30))
                .until(() -> {
                    var status = SandboxClient.control("GET", "", "").json().path("deliveries");
                    return status.path("waiting").asInt(-1) == 0
                            && status.path("in_flight").asInt(-1) == 0
                            && status.path("retries_pending").asInt(-1) == 0;
                });
    }

    private String subscribe(String event, String version) {
        var added =
                Api.post(subscriptions, "{\"event\": \"%s\", \"webhook_version\": \"%s\"}".formatted(event, version));
        assertThat(added.status()).as(added.body()).isEqualTo(201);
        var path = subscriptions + '/' + added.json().path("id").asText();
        made.add(path);
        return path;
    }

    private JsonNode check() {
        var checked = Api.post(registrations + "/check", "");
        assertThat(checked.status()).as(checked.body()).isEqualTo(200);
        return checked.json();
    }

    private JsonNode shown() {
        return Api.get(registrations).json();
    }

    private static JsonNode registration(JsonNode page, String event) {
        return StreamSupport.stream(page.path("data").spliterator(), false)
                .filter(registration -> registration.path("event").asText().equals(event))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode theOnly(String action, String object) {
        var found = webhooks(action, object);
        assertThat(found).as("webhooks for %s %s", action, object).hasSize(1);
        return found.getFirst();
    }

    /** Those that are not somebody else's. */
    private static List<JsonNode> webhooks(String action, String object) {
        return StreamSupport.stream(SandboxClient.webhooks().spliterator(), false)
                .filter(webhook -> webhook.path("event_action").asText().equals(action)
                        && webhook.path("event_object").asText().equals(object)
                        && !webhook.path("name").asText().equals(FOREIGN))
                .toList();
    }

    private static List<String> ids(String name) {
        return StreamSupport.stream(SandboxClient.webhooks().spliterator(), false)
                .filter(webhook -> webhook.path("name").asText().equals(name))
                .map(webhook -> webhook.path("id").asText())
                .toList();
    }

    /** Registers a webhook as another program with the same token would; answers its id. */
    private static String webhook(
            String name, String url, String action, String object, String version, String user, String password) {
        return createWebhook("""
                {"subscription_url": "%s", "event_action": "%s", "event_object": "%s", "version": "%s", "name": "%s",
                 "http_auth_user": "%s", "http_auth_password": "%s"}""".formatted(url, action, object, version, name, user, password));
    }

    private static String createWebhook(String json) {
        var created = Http.call(
                "POST",
                SandboxClient.url("/v1/webhooks"),
                Map.of("x-api-token", SandboxClient.token()),
                json.getBytes(UTF_8));
        assertThat(created.status()).as(created.body()).isEqualTo(201);
        return created.json().path("data").path("id").asText();
    }

    private static String anotherUser(String than) {
        var users = Http.get(SandboxClient.url("/v1/users"), Map.of("x-api-token", SandboxClient.token()))
                .json()
                .path("data");
        return StreamSupport.stream(users.spliterator(), false)
                .map(user -> user.path("id").asText())
                .filter(id -> !id.equals(than))
                .findFirst()
                .orElseThrow();
    }
}

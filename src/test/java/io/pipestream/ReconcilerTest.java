package io.pipestream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
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

    private SharedAccount account;

    @BeforeEach
    void theAccountIsConnectedAndSomebodyElseHasAWebhookToo() {
        account = SharedAccount.begin();
    }

    @AfterEach
    void whatIsNotOursWasNotTouched() {
        account.end();
    }

    @Test
    void aWebhookThatSomebodyDeletedIsBack() {
        // Given
        account.subscribe("updated.person", "2.0");
        var before = RegisteredWebhooks.theOnly("change", "person");
        RegisteredWebhooks.delete(before);

        // When
        var checked = account.check();

        // Then
        var after = RegisteredWebhooks.theOnly("change", "person");
        assertThat(after.path("id").asText()).isNotEqualTo(before.path("id").asText());
        var registration = SharedAccount.registration(checked, "updated.person");
        assertThat(registration.path("health").asText()).isEqualTo("healthy");
        assertThat(registration.path("webhook_id").asText())
                .isEqualTo(after.path("id").asText());
        assertThat(registration.path("last_checked_at").isTextual()).isTrue();
        assertThat(checked.path("repaired_within_seconds").asLong()).isPositive();
    }

    @Test
    void aWebhookThatIsThereTwiceIsThereOnceAndTheOneWeKnowStays() {
        // Given
        account.subscribe("updated.person", "2.0");
        var ours = RegisteredWebhooks.theOnly("change", "person");
        RegisteredWebhooks.create(
                "Pipestream: updated.person",
                ours.path("subscription_url").asText(),
                "change",
                "person",
                "2.0",
                ours.path("http_auth_user").asText(),
                ours.path("http_auth_password").asText());

        // When
        account.check();

        // Then
        assertThat(RegisteredWebhooks.theOnly("change", "person").path("id").asText())
                .isEqualTo(ours.path("id").asText());
    }

    @Test
    void aWebhookThatPointsElsewhereIsReplaced() {
        // Given
        account.subscribe("updated.person", "2.0");
        var ours = RegisteredWebhooks.theOnly("change", "person");
        RegisteredWebhooks.delete(ours);
        RegisteredWebhooks.create(
                "moved",
                ours.path("subscription_url").asText().replace("127.0.0.1", "localhost"),
                "change",
                "person",
                "2.0",
                ours.path("http_auth_user").asText(),
                ours.path("http_auth_password").asText());

        // When
        account.check();

        // Then
        assertThat(RegisteredWebhooks.theOnly("change", "person")
                        .path("subscription_url")
                        .asText())
                .isEqualTo(ours.path("subscription_url").asText());
        assertThat(RegisteredWebhooks.ids("moved")).isEmpty();
    }

    @Test
    void aWebhookOfAnotherUserIsReplaced() {
        // Given
        account.subscribe("updated.person", "2.0");
        var ours = RegisteredWebhooks.theOnly("change", "person");
        var another = anotherUser(ours.path("user_id").asText());
        RegisteredWebhooks.delete(ours);
        RegisteredWebhooks.create("""
                {"subscription_url": "%s", "event_action": "change", "event_object": "person", "version": "2.0",
                 "name": "other user", "http_auth_user": "%s", "http_auth_password": "%s", "user_id": %s}""".formatted(
                        ours.path("subscription_url").asText(),
                        ours.path("http_auth_user").asText(),
                        ours.path("http_auth_password").asText(),
                        another));

        // When
        account.check();

        // Then
        assertThat(RegisteredWebhooks.theOnly("change", "person")
                        .path("user_id")
                        .asText())
                .isEqualTo(ours.path("user_id").asText());
        assertThat(RegisteredWebhooks.ids("other user")).isEmpty();
    }

    @Test
    void howeverManyCheckAtOnceThereIsOneWebhookForEachSubscription() throws Exception {
        // Given
        account.subscribe("updated.person", "2.0");
        RegisteredWebhooks.delete(RegisteredWebhooks.theOnly("change", "person"));
        var calls = IntStream.range(0, 10)
                .<Callable<JsonNode>>mapToObj(call -> account::check)
                .toList();

        // When
        try (var pool = Executors.newFixedThreadPool(calls.size())) {
            for (var answered : pool.invokeAll(calls)) {
                answered.get();
            }
        }

        // Then
        RegisteredWebhooks.theOnly("change", "person");
    }

    @Test
    void tenRefusedDeliveriesAreABanThatIsLookedIntoAtOnceAndEnds() {
        // Given
        account.subscribe("updated.person", "2.0");
        var door = Door.of("change", "person", "2.0");
        RegisteredWebhooks.delete(RegisteredWebhooks.theOnly("change", "person"));

        // When
        var stranger = new Door(door.url(), door.user(), "wrong");
        IntStream.range(0, 10).forEach(attempt -> stranger.deliver("not JSON"));

        // Then
        Awaitility.await("by itself, somebody has asked Pipedrive and registered what was not there")
                .atMost(Duration.ofSeconds(15))
                .until(() -> RegisteredWebhooks.of("change", "person").size() == 1);
        Awaitility.await("a new webhook is not banned")
                .atMost(Duration.ofSeconds(15))
                .until(() -> account.registration("updated.person")
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
                .until(() -> account.registration("updated.person")
                        .path("banned_until")
                        .isTextual());
        assertThat(account.registration("updated.person").path("health").asText())
                .isEqualTo("banned");
        assertThat(Api.metric("pipestream_registrations", "banned")).isPositive();
        Awaitility.await("the ban is over")
                .atMost(Duration.ofSeconds(40))
                .until(() -> account.registration("updated.person")
                        .path("health")
                        .asText()
                        .equals("healthy"));
    }

    @Test
    void refusalsAndDeliveriesShowUpWithTheirRegistration() {
        // Given
        account.subscribe("updated.person", "2.0");
        var door = Door.of("change", "person", "2.0");

        // When
        var taken = door.deliver("not JSON").status();
        new Door(door.url(), door.user(), "wrong").deliver("not JSON");

        // Then
        assertThat(taken).isEqualTo(202);
        Awaitility.await("the tick has taken it to Postgres")
                .atMost(Duration.ofSeconds(15))
                .until(() -> account.registration("updated.person")
                        .path("last_heard_at")
                        .isTextual());
        assertThat(account.registration("updated.person").path("failures").asInt())
                .isEqualTo(1);
        Awaitility.await("the next tick shows it as a metric")
                .atMost(Duration.ofSeconds(15))
                .until(() -> Api.metric("pipestream_registration_ban_risk", "") > 0);
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

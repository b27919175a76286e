package io.pipestream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;

import io.pipestream.support.Api;
import io.pipestream.support.Door;
import io.pipestream.support.Http;
import io.pipestream.support.SandboxClient;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The webhooks in Pipedrive are what the subscriptions want, and those of somebody else are left alone. */
@QuarkusTest
class WebhookUpkeepTest {

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
        assertThat(ConfiguredAccount.registered("create", "person")).isEqualTo(1);
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
}

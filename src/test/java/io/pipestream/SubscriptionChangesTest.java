package io.pipestream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import io.pipestream.support.Api;
import io.pipestream.support.Door;
import io.pipestream.support.SandboxClient;
import io.quarkus.test.junit.QuarkusTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A subscription gets other credentials or another version of webhooks while events come, and none is lost. */
@QuarkusTest
class SubscriptionChangesTest {

    private static final String SANDBOX_COMPANY = "7301";

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
    void rotatedCredentialsAreAcceptedBesideTheOldOnesUntilTheRetriesAreOver() {
        // Given
        var subscription = account.subscribe("updated.person", "2.0");
        var old = Door.of("change", "person", "2.0");

        // When
        var rotated = Api.post(subscription + "/rotate-credentials", "");
        var oldRightAfter = old.deliver("not JSON").status();

        // Then
        assertThat(rotated.json().path("state").asText()).isEqualTo("registered");
        assertThat(oldRightAfter).isEqualTo(202);
        RegisteredWebhooks.theOnly("change", "person");
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
        var subscription = account.subscribe("added.person", "1.0");
        var before = personsAdded().size();
        var load = SandboxClient.control("POST", "/load", "{\"object\": \"person\", \"count\": 300, \"rate\": 100}");
        assertThat(load.status()).as(load.body()).isEqualTo(202);

        // When
        var changed = Api.patch(subscription, "{\"webhook_version\": \"2.0\"}");

        // Then
        assertThat(changed.json().path("webhook_version").asText())
                .as(changed.body())
                .isEqualTo("2.0");
        assertThat(RegisteredWebhooks.theOnly("create", "person")
                        .path("version")
                        .asText())
                .isEqualTo("2.0");
        assertThat(RegisteredWebhooks.of("added", "person")).isEmpty();
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
        var first = account.subscribe("updated.person", "1.0");
        account.subscribe("updated.person", "2.0");

        // When
        var refused = Api.patch(first, "{\"webhook_version\": \"2.0\"}");

        // Then
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().path("type").asText()).isEqualTo("/problems/subscription-exists");
        assertThat(RegisteredWebhooks.of("updated", "person")).hasSize(1);
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
}

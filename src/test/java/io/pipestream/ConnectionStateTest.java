package io.pipestream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import io.pipestream.support.Api;
import io.pipestream.support.Door;
import io.pipestream.support.SandboxClient;
import io.quarkus.test.junit.QuarkusTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whether a connection can be used is a state that an operator sees, and that passes when the cause has. */
@QuarkusTest
class ConnectionStateTest {

    private String connection = "";

    @BeforeEach
    void theAccountIsConnected() {
        Door.ofNewDeals();
        connection = Api.subscriptions().replace("/subscriptions", "");
    }

    @AfterEach
    void theSandboxBehavesAgain() {
        SandboxClient.control("DELETE", "/faults", "");
        replaceToken();
    }

    @Test
    void anAccountThatPipedrivesFirewallBlocksIsShownAsBlockedUntilItIsNot() {
        // Given
        SandboxClient.control("PUT", "/faults", "{\"cloudflare_403\": true}");

        // When
        Api.post(connection + "/test", "");

        // Then: whoever met the firewall first, for after that nobody asks for a while
        Awaitility.await("it is shown")
                .atMost(Duration.ofSeconds(10))
                .until(() -> shown("state").equals("blocked"));
        assertThat(shown("state_reason")).contains("firewall");
        var since = shown("state_since");

        // When
        Api.post(connection + "/test", "");

        // Then
        assertThat(shown("state_since")).isEqualTo(since);

        // When
        SandboxClient.control("DELETE", "/faults", "");
        replaceToken();

        // Then
        assertThat(shown("state")).isEqualTo("active");
        assertThat(Api.get(connection).json().path("state_reason").isNull()).isTrue();
    }

    /** Nobody asks after that, so nobody else would find out for as long as calls are held back. */
    @Test
    void aFirewallThatABackfillMeetsIsShown() {
        // Given
        SandboxClient.control("PUT", "/faults", "{\"cloudflare_403\": true}");

        // When
        var begun = Api.post("/api/backfills", """
                {"connection_id": "%s", "objects": ["note"], "from": "2026-01-01T00:00:00Z", "to": "2026-01-01T01:00:00Z"}
                """.formatted(connection.substring(connection.lastIndexOf('/') + 1)));

        // Then
        assertThat(begun.status()).isEqualTo(202);
        Awaitility.await("it is shown")
                .atMost(Duration.ofSeconds(20))
                .until(() -> shown("state").equals("blocked"));
    }

    @Test
    void aRefusalThatIsNotAboutTheAccountChangesNoState() {
        // Given
        SandboxClient.control("PUT", "/faults", "{\"api_5xx\": 1.0}");

        // When
        var refused = Api.post(connection + "/test", "");

        // Then
        assertThat(refused.status()).isEqualTo(503);
        assertThat(shown("state")).isEqualTo("active");
    }

    @Test
    void aTokenThatPipedriveDoesNotAcceptIsNotTaken() {
        // When
        var refused = Api.put(connection + "/token", "{\"api_token\": \"not-the-token\"}");

        // Then
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().path("type").asText()).isEqualTo("/problems/pipedrive-unauthorised");
        assertThat(Api.post(connection + "/test", "").status()).isEqualTo(200);
    }

    /** Calls of an account that was blocked or failed are held back for a while. */
    private void replaceToken() {
        Awaitility.await("Pipedrive is asked again and takes the token")
                .atMost(Duration.ofSeconds(30))
                .until(() -> Api.put(connection + "/token", "{\"api_token\": \"" + SandboxClient.token() + "\"}")
                                .status()
                        == 200);
    }

    private String shown(String field) {
        return Api.get(connection).json().path(field).asText();
    }
}

package io.pipestream;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executors;
import javax.sql.DataSource;

import io.pipestream.support.Api;
import io.pipestream.support.Door;
import io.pipestream.support.SandboxClient;
import io.quarkus.test.junit.QuarkusTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether a connection can be used is a state that an operator sees, and that passes when the cause has. */
@QuarkusTest
class ConnectionStateTest {

    private final DataSource postgres;
    private String connection = "";

    ConnectionStateTest(DataSource postgres) {
        this.postgres = postgres;
    }

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
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            GET  | /api/doctor               | ``                                                                           | 200
            PUT  | /api/connections/ID/token | {"api_token": "another"}                                                     | 503
            POST | /api/backfills            | {"connection_id": "ID", "objects": ["note"], "from": "2026-01-01T00:00:00Z"} | 202
            """)
    void aFirewallIsShownWhoeverMeetsIt(String method, String path, String body, int status) {
        // Given
        SandboxClient.control("PUT", "/faults", "{\"cloudflare_403\": true}");

        // When
        var answer = Api.call(method, path.replace("ID", id()), body.replace("ID", id()));

        // Then
        assertThat(answer.status()).isEqualTo(status);
        Awaitility.await("it is shown")
                .atMost(Duration.ofSeconds(20))
                .until(() -> shown("state").equals("blocked"));
        if (status == 202) {
            Api.delete(path + '/' + answer.json().path("id").asText());
        }
    }

    /** The list of webhooks is answered, and then the firewall wakes up. */
    @Test
    void aFirewallThatAnswersInTheMiddleOfACheckIsShownAfterIt() throws Exception {
        // Given
        var subscription = Api.post(connection + "/subscriptions", "{\"event\": \"added.activity\"}")
                .json()
                .path("id")
                .asText();
        loseWebhook("activity");
        try (var held = postgres.getConnection();
                var aside = Executors.newSingleThreadExecutor()) {
            execute(held, "update connection set state = 'TOKEN_REFUSED' where id = '" + id() + '\'');
            held.setAutoCommit(false);
            execute(held, "select 1 from registration where subscription_id = '" + subscription + "' for update");

            // When
            var check = aside.submit(() -> Api.post(connection + "/registrations/check", ""));
            Awaitility.await("the list is there, and new credentials wait for the row")
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> shown("state").equals("active"));
            SandboxClient.control("PUT", "/faults", "{\"cloudflare_403\": true}");
            held.rollback();

            // Then
            assertThat(check.get(20, SECONDS).status()).isEqualTo(200);
            assertThat(shown("state")).isEqualTo("blocked");
        } finally {
            SandboxClient.control("DELETE", "/faults", "");
            replaceToken();
            Api.delete(connection + "/subscriptions/" + subscription);
        }
    }

    private String id() {
        return connection.substring(connection.lastIndexOf('/') + 1);
    }

    private static void loseWebhook(String object) {
        for (var webhook : SandboxClient.webhooks()) {
            if (webhook.path("event_object").asText().equals(object)) {
                SandboxClient.control(
                        "DELETE", "/webhooks/" + webhook.path("id").asText(), "");
            }
        }
    }

    private static void execute(Connection on, String sql) throws SQLException {
        try (var statement = on.createStatement()) {
            statement.execute(sql);
        }
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

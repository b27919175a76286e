package io.pipestream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

import io.pipestream.support.Api;
import io.pipestream.support.Door;
import io.pipestream.support.Http;
import io.pipestream.support.SandboxClient;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An account that consents to our app, as its admin, Pipedrive and an operator see it. */
@QuarkusTest
class OAuthTest {

    private static final String ADDRESSES = "/api/connections/oauth";

    private String connection = "";

    @BeforeEach
    void theAccountIsConnectedByItsToken() {
        Door.ofNewDeals();
        connection = Api.subscriptions().replace("/subscriptions", "");
    }

    @AfterEach
    void theAccountIsConnectedByItsTokenAgain() {
        assertThat(Api.post("/api/connections", "{\"api_token\": \"" + SandboxClient.token() + "\"}")
                        .status())
                .isEqualTo(200);
        assertThat(shown("state")).isEqualTo("active");
        assertThat(shown("auth")).isEqualTo("api_token");
    }

    @Test
    void aConsentConnectsTheAccountAndItsAnswerIsGoodOnce() {
        // Given
        var answer = consent("");

        // When
        var first = Http.get(answer, Map.of());
        var second = Http.get(answer, Map.of());

        // Then
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.header("content-type")).startsWith("text/html");
        assertThat(first.header("cache-control")).isEqualTo("no-store");
        assertThat(first.body()).contains("is connected");
        assertThat(second.status()).isEqualTo(400);
        assertThat(shown("auth")).isEqualTo("oauth");
        assertThat(shown("state")).isEqualTo("active");
        assertThat(shown("scope")).isNotEmpty();
        assertThat(Api.post(connection + "/test", "").status()).isEqualTo(200);
        assertThat(Api.get("/api/connections").json().path("data")).hasSize(1);
        assertThat(Api.get(connection).body()).doesNotContain("access_token\"").doesNotContain("refresh_token");
    }

    @Test
    void aConsentThatIsRefusedChangesNothing() {
        // When
        var page = Http.get(consent("&deny=true"), Map.of());

        // Then
        assertThat(page.status()).isEqualTo(403);
        assertThat(page.body()).contains("Not connected");
        assertThat(shown("auth")).isEqualTo("api_token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?code=c", "?code=c&state=", "?code=c&state=guess", "?error=%3Cscript%3E&state=guess"})
    void anAnswerThatNobodyAskedForConnectsNothing(String query) {
        // Given
        var exchanges = oauth("exchanges");

        // When
        var page = Http.get(Api.url("/oauth/callback" + query), Map.of());

        // Then
        assertThat(page.status()).isEqualTo(400);
        assertThat(page.body()).contains("Not connected").doesNotContain("script");
        assertThat(oauth("exchanges")).isEqualTo(exchanges);
    }

    @Test
    void aCodeThatPipedriveDoesNotKnowIsExplained() {
        // Given
        var answer = consent("").replaceAll("code=[^&]+", "code=unknown");

        // When
        var page = Http.get(answer, Map.of());

        // Then
        assertThat(page.status()).isEqualTo(502);
        assertThat(page.body()).contains("Not connected");
        assertThat(shown("auth")).isEqualTo("api_token");
    }

    @Test
    void anExpiredTokenIsRefreshedOnceThoughTwentyCallsWantIt() throws Exception {
        // Given
        Http.get(consent(""), Map.of());
        SandboxClient.control("POST", "/oauth/expire", "");
        var refreshes = oauth("refreshes");

        // When
        var statuses = new ArrayList<Integer>();
        try (var pool = Executors.newFixedThreadPool(20)) {
            Callable<Integer> call = () -> Api.post(connection + "/test", "").status();
            for (var status : pool.invokeAll(Collections.nCopies(20, call))) {
                statuses.add(status.get());
            }
        }

        // Then
        assertThat(statuses).hasSize(20).containsOnly(200);
        assertThat(oauth("refreshes") - refreshes).isEqualTo(1);
    }

    @Test
    void aRevokedConsentIsAVisibleStateUntilThereIsANewOne() {
        // Given
        Http.get(consent(""), Map.of());
        SandboxClient.control("POST", "/oauth/revoke", "");

        // When
        var refused = Api.post(connection + "/test", "");

        // Then
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().path("type").asText()).isEqualTo("/problems/pipedrive-consent-revoked");
        assertThat(shown("state")).isEqualTo("consent_revoked");
        assertThat(shown("state_reason")).contains("POST /api/connections/oauth");

        // When
        Http.get(consent(""), Map.of());

        // Then
        assertThat(shown("state")).isEqualTo("active");
        assertThat(Api.post(connection + "/test", "").status()).isEqualTo(200);
    }

    @Test
    void anUninstalledAppIsAVisibleState() {
        // Given
        Http.get(consent(""), Map.of());
        var notice = "{\"client_id\": \"sandbox-client\", \"company_id\": 7301, \"user_id\": %s, \"timestamp\": \"x\"}";
        var ours = notice.formatted(shown("user_id"));

        // When
        var answers = List.of(
                uninstall("sandbox-client:guess", ours),
                uninstall("sandbox-client:sandbox-secret", notice.formatted("1")),
                uninstall("sandbox-client:sandbox-secret", "not json"));

        // Then
        assertThat(answers).extracting(Http.Answer::status).containsExactly(401, 204, 400);
        assertThat(shown("state")).isEqualTo("active");

        // When
        var told = uninstall("sandbox-client:sandbox-secret", ours);

        // Then
        assertThat(told.status()).isEqualTo(204);
        assertThat(shown("state")).isEqualTo("consent_revoked");
        assertThat(Api.post(connection + "/test", "").status()).isEqualTo(409);
    }

    /** Asks for an authorize URL and opens it; answers the address that the browser is sent on to. */
    private static String consent(String more) {
        var asked = Api.post(ADDRESSES, "");
        assertThat(asked.status()).isEqualTo(200);
        var sent = Http.get(asked.json().path("authorize_url").asText() + more, Map.of());
        assertThat(sent.status()).isEqualTo(302);
        assertThat(sent.header("location"))
                .startsWith(Api.url("/oauth/callback"))
                .contains(asked.json().path("state").asText());
        return sent.header("location");
    }

    private static Http.Answer uninstall(String client, String notice) {
        var basic = "Basic " + Base64.getEncoder().encodeToString(client.getBytes(UTF_8));
        return Http.call("DELETE", Api.url("/oauth/callback"), Map.of("Authorization", basic), notice.getBytes(UTF_8));
    }

    private static int oauth(String count) {
        return SandboxClient.control("GET", "/oauth", "").json().path(count).asInt(-1);
    }

    private String shown(String field) {
        return Api.get(connection).json().path(field).asText("");
    }
}

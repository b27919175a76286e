package io.pipestream.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Consent, tokens and their ends. */
class OAuthTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String BACK = "http://127.0.0.1:1/oauth/callback";
    private static final String AUTHORIZE = "/oauth/authorize?client_id=sandbox-client&redirect_uri=" + BACK;

    private final SettableClock clock = new SettableClock("2026-03-02T08:00:00Z");

    @TempDir
    private Path directory;

    private Sandbox sandbox =
            Sandbox.start(SandboxOptions.defaults().withClock(clock).withPlan(1_000, 2));

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void consentBringsACodeAndTheCodeBringsTokensThatTheApiTakes() {
        // Given
        var consent = get(AUTHORIZE + "&state=a%26b");

        // When
        var location = consent.headers().firstValue("location").orElseThrow();
        var tokens = token("grant_type=authorization_code&redirect_uri=" + BACK + "&code=" + codeIn(location));

        // Then
        assertThat(consent.statusCode()).isEqualTo(302);
        assertThat(location).startsWith(BACK + "?code=").endsWith("&state=a%26b");
        assertThat(json(tokens).getString("token_type")).isEqualTo("bearer");
        assertThat(json(tokens).getInteger("expires_in")).isEqualTo(3600);
        assertThat(json(tokens).getString("api_domain")).isEqualTo(sandbox.url().toString());
        assertThat(me(json(tokens).getString("access_token"))).isEqualTo(200);
    }

    @Test
    void aDenialComesBackAsAnError() {
        assertThat(get(AUTHORIZE + "&state=s&deny=true").headers().firstValue("location"))
                .hasValue(BACK + "?error=access_denied&state=s");
    }

    @Test
    void aCodeServesOnceForItsOwnAddressAndForFiveMinutes() {
        // Given
        var used = code();
        token(exchange(used, BACK));
        var elsewhere = code();
        var late = code();

        // When
        var again = token(exchange(used, BACK));
        var misdirected = token(exchange(elsewhere, BACK + "/other"));
        clock.advance(Duration.ofMinutes(5));
        var tooLate = token(exchange(late, BACK));

        // Then
        assertThat(again.statusCode()).isEqualTo(400);
        assertThat(json(again).getString("error")).isEqualTo("invalid_grant");
        assertThat(misdirected.statusCode()).isEqualTo(400);
        assertThat(tooLate.statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "/oauth/authorize?client_id=other&redirect_uri=http://127.0.0.1/, invalid_client",
        "/oauth/authorize?client_id=sandbox-client, invalid_request",
        "/oauth/authorize?client_id=sandbox-client&redirect_uri=nowhere, invalid_request"
    })
    void aWrongConsentPageSaysSo(String path, String error) {
        assertThat(json(get(path)).getString("error")).isEqualTo(error);
    }

    @Test
    void aRefreshKeepsTheRefreshTokenAndMakesANewAccessToken() {
        // Given
        var first = json(token(exchange(code(), BACK)));
        clock.advance(Duration.ofHours(1));
        assertThat(me(first.getString("access_token"))).isEqualTo(401);

        // When
        var second = json(token(refresh(first)));

        // Then
        assertThat(second.getString("refresh_token")).isEqualTo(first.getString("refresh_token"));
        assertThat(second.getString("access_token")).isNotEqualTo(first.getString("access_token"));
        assertThat(me(second.getString("access_token"))).isEqualTo(200);
        assertThat(oauth("GET", "").getInteger("exchanges")).isEqualTo(1);
        assertThat(oauth("GET", "").getInteger("refreshes")).isEqualTo(1);
    }

    @Test
    void aRefreshTokenDiesAfterSixtyDaysUnused() {
        // Given
        var tokens = json(token(exchange(code(), BACK)));
        clock.advance(Duration.ofDays(59));
        assertThat(token(refresh(tokens)).statusCode()).isEqualTo(200);

        // When
        clock.advance(Duration.ofDays(60));

        // Then
        assertThat(json(token(refresh(tokens))).getString("error")).isEqualTo("invalid_grant");
    }

    @Test
    void accessTokensExpireAndConsentIsRevokedOnRequest() {
        // Given
        var tokens = json(token(exchange(code(), BACK)));

        // When
        oauth("POST", "/expire");
        var expired = me(tokens.getString("access_token"));
        var refreshed = json(token(refresh(tokens)));
        oauth("POST", "/revoke");

        // Then
        assertThat(expired).isEqualTo(401);
        assertThat(me(refreshed.getString("access_token"))).isEqualTo(401);
        assertThat(json(token(refresh(tokens))).getString("error")).isEqualTo("invalid_grant");
        assertThat(oauth("GET", "").getInteger("grants")).isZero();
    }

    @Test
    void theWrongSecretGetsNothing() {
        assertThat(send(request("/oauth/token")
                                .header("authorization", basic("sandbox-client:guess"))
                                .POST(BodyPublishers.ofString(exchange(code(), BACK))))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void theBurstLimitCountsEachTokenByItself() {
        // Given
        var one = json(token(exchange(code(), BACK))).getString("access_token");
        var other = json(token(exchange(code(), BACK))).getString("access_token");

        // When
        for (var each = 0; each < 8; each++) {
            assertThat(me(one)).isEqualTo(200);
        }

        // Then
        assertThat(me(one)).isEqualTo(429);
        assertThat(me(other)).isEqualTo(200);
        assertThat(new Client(sandbox).get("/v1/users/me").status()).isEqualTo(200);
    }

    @Test
    void aRefreshTokenSurvivesARestart() {
        // Given
        var options = SandboxOptions.defaults().withClock(clock).withDirectory(directory);
        restart(options);
        var tokens = json(token(exchange(code(), BACK)));

        // When
        restart(options);

        // Then
        assertThat(me(tokens.getString("access_token"))).isEqualTo(401);
        assertThat(me(json(token(refresh(tokens))).getString("access_token"))).isEqualTo(200);
    }

    private void restart(SandboxOptions options) {
        sandbox.close();
        sandbox = Sandbox.start(options);
    }

    private String code() {
        return codeIn(get(AUTHORIZE).headers().firstValue("location").orElseThrow());
    }

    private static String codeIn(String location) {
        return location.replaceFirst(".*[?&]code=([^&]+).*", "$1");
    }

    private static String exchange(String code, String back) {
        return "grant_type=authorization_code&redirect_uri=" + back + "&code=" + code;
    }

    private static String refresh(JsonObject tokens) {
        return "grant_type=refresh_token&refresh_token=" + tokens.getString("refresh_token");
    }

    private HttpResponse<String> token(String form) {
        return send(request("/oauth/token")
                .header("authorization", basic("sandbox-client:sandbox-secret"))
                .header("content-type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));
    }

    private JsonObject oauth(String method, String path) {
        return json(send(request("/sandbox/oauth" + path).method(method, BodyPublishers.noBody())));
    }

    private int me(String accessToken) {
        return send(request("/v1/users/me").header("authorization", "Bearer " + accessToken))
                .statusCode();
    }

    private HttpResponse<String> get(String path) {
        return send(request(path));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(sandbox.url() + path)).timeout(Duration.ofSeconds(10));
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
    }

    private static JsonObject json(HttpResponse<String> answer) {
        return new JsonObject(answer.body());
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}

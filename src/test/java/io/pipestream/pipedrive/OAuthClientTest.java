package io.pipestream.pipedrive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

import com.sun.net.httpserver.HttpServer;
import io.pipestream.pipedrive.PipedriveRefusedException.Reason;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked of Pipedrive's authorisation server, and what is made of its answers. */
class OAuthClientTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final Map<String, String> asked = new HashMap<>();
    private HttpServer server;
    private int status = 200;
    private String answer = "{}";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/oauth/token", exchange -> {
            asked.put("body", new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            asked.put("authorization", exchange.getRequestHeaders().getFirst("authorization"));
            asked.put("content-type", exchange.getRequestHeaders().getFirst("content-type"));
            exchange.sendResponseHeaders(status, answer.getBytes(UTF_8).length);
            exchange.getResponseBody().write(answer.getBytes(UTF_8));
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aCodeIsExchangedForTokens() {
        // Given
        answer = """
                {"access_token": "at", "token_type": "Bearer", "refresh_token": "rt", "scope": "deals:full,base",
                 "expires_in": 3599, "api_domain": "https://acme.pipedrive.com"}""";

        // When
        var tokens = client(app()).exchange("c o/de");

        // Then
        assertThat(tokens)
                .isEqualTo(new OAuthTokens(
                        "at", "rt", NOW.plusSeconds(3599), "https://acme.pipedrive.com", "deals:full,base"));
        assertThat(asked)
                .containsEntry(
                        "body",
                        "grant_type=authorization_code&code=c%20o%2Fde"
                                + "&redirect_uri=https%3A%2F%2Fus.example%2Foauth%2Fcallback")
                .containsEntry("content-type", "application/x-www-form-urlencoded")
                .containsEntry(
                        "authorization", "Basic " + Base64.getEncoder().encodeToString("id:s3cret".getBytes(UTF_8)));
        assertThat(tokens.toString()).doesNotContain("at,").doesNotContain("rt,");
    }

    @Test
    void aRenewalMayBringNoNewRefreshToken() {
        // Given
        answer = "{\"access_token\": \"at2\", \"expires_in\": 60}";

        // When
        var tokens = client(app()).refresh("rt");

        // Then
        assertThat(tokens.refreshToken()).isNull();
        assertThat(asked).containsEntry("body", "grant_type=refresh_token&refresh_token=rt");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            400 | {"success": false, "message": "Invalid grant", "error": "invalid_grant"} | CONSENT_REVOKED
            400 | {"success": false, "error": "invalid_request"}                           | INVALID
            401 | {"success": false, "error": "invalid_client"}                            | UNAUTHORISED
            503 | <html/>                                                                  | UNAVAILABLE
            200 | <html/>                                                                  | UNREADABLE
            """)
    void aRefusalSaysWhatToDo(int status, String answer, Reason reason) {
        // Given
        this.status = status;
        this.answer = answer;

        // When
        var refused = catchThrowableOfType(
                PipedriveRefusedException.class, () -> client(app()).refresh("rt"));

        // Then
        assertThat(refused.reason()).isEqualTo(reason);
    }

    @Test
    void peopleAreSentToTheServerThatTokensComeFrom() {
        assertThat(client(app()).authorizeUrl("st&te"))
                .hasToString(base() + "/oauth/authorize?client_id=id"
                        + "&redirect_uri=https%3A%2F%2Fus.example%2Foauth%2Fcallback&state=st%26te");
    }

    @Test
    void withoutAnAppNothingIsAsked() {
        // Given
        var client = client(Map.of());

        // Then
        assertThat(client.isConfigured()).isFalse();
        assertThatThrownBy(() -> client.authorizeUrl("state")).isInstanceOf(IllegalStateException.class);
    }

    private static Map<String, String> app() {
        return Map.of("client-id", "id", "client-secret", "s3cret");
    }

    private String base() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private OAuthClient client(Map<String, String> settings) {
        var builder = new SmallRyeConfigBuilder().withMapping(OAuthConfig.class);
        settings.forEach((key, value) -> builder.withDefaultValue("pipestream.oauth." + key, value));
        var pipedrive = Rig.config(Map.of("base-url", base()));
        return new OAuthClient(
                builder.build().getConfigMapping(OAuthConfig.class),
                pipedrive,
                "https://us.example/",
                new Wire(pipedrive),
                Clock.fixed(NOW, ZoneOffset.UTC));
    }
}

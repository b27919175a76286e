package io.pipestream.pipedrive;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Clock;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipestream.pipedrive.PipedriveRefusedException.Reason;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Pipedrive's OAuth 2: asks for consent, and for tokens. Costs none of an account's tokens; nothing is tried twice. */
@Singleton
public class OAuthClient {

    private static final String PIPEDRIVE = "https://oauth.pipedrive.com";

    private final OAuthConfig config;
    private final Optional<URI> baseUrl;
    private final String publicUrl;
    private final Wire wire;
    private final Clock clock;

    OAuthClient(
            OAuthConfig config,
            PipedriveConfig pipedrive,
            @ConfigProperty(name = "pipestream.public-url") String publicUrl,
            Wire wire,
            Clock clock) {
        this.config = config;
        this.baseUrl = pipedrive.baseUrl();
        this.publicUrl = publicUrl;
        this.wire = wire;
        this.clock = clock;
    }

    /** Whether there is an app at all; without one the other methods throw {@link IllegalStateException}. */
    public boolean isConfigured() {
        return config.clientId().isPresent() && config.clientSecret().isPresent();
    }

    /**
     * Where to send somebody who is to give consent.
     *
     * @param state comes back with the code; make it hard to guess and accept it once
     */
    public URI authorizeUrl(String state) {
        var query = new LinkedHashMap<String, String>();
        query.put("client_id", required(config.clientId()));
        query.put("redirect_uri", redirectUri());
        query.put("state", state);
        return URI.create(address(config.authorizeUrl(), "/oauth/authorize") + "?" + Call.form(query));
    }

    /**
     * The first tokens of a consent.
     *
     * @param code what came with the redirect; lives five minutes
     * @throws PipedriveRefusedException {@code CONSENT_REVOKED} if the code is not or no longer good
     */
    public OAuthTokens exchange(String code) {
        var form = new LinkedHashMap<String, String>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", redirectUri());
        return ask(form);
    }

    /**
     * New tokens for old. Ask once at a time for a consent, over all instances.
     *
     * @throws PipedriveRefusedException {@code CONSENT_REVOKED} if the consent was withdrawn or has lapsed
     */
    public OAuthTokens refresh(String refreshToken) {
        var form = new LinkedHashMap<String, String>();
        form.put("grant_type", "refresh_token");
        form.put("refresh_token", refreshToken);
        return ask(form);
    }

    private OAuthTokens ask(Map<String, String> form) {
        var request = HttpRequest.newBuilder(address(config.tokenUrl(), "/oauth/token"))
                .header("authorization", basic())
                .header("content-type", "application/x-www-form-urlencoded")
                .header("accept", "application/json")
                .POST(BodyPublishers.ofString(Call.form(form)))
                .build();
        var reply = wire.send(request);
        var answer = Answers.parse(reply.body());
        if (reply.status() / 100 != 2) {
            throw refusal(reply.status(), answer == null ? JsonNodeFactory.instance.objectNode() : answer);
        }
        if (answer == null || !answer.hasNonNull("access_token")) {
            throw new PipedriveRefusedException(Reason.UNREADABLE, "no access token", null);
        }
        return new OAuthTokens(
                answer.path("access_token").asText(),
                RowReader.text(answer, "refresh_token"),
                clock.instant().plusSeconds(answer.path("expires_in").asLong(0)),
                answer.path("api_domain").asText(),
                answer.path("scope").asText());
    }

    private static PipedriveRefusedException refusal(int status, ObjectNode answer) {
        var error = answer.path("error").asText();
        var reason = switch (status) {
            case 400 -> error.equals("invalid_grant") ? Reason.CONSENT_REVOKED : Reason.INVALID;
            case 401 -> error.equals("invalid_grant") ? Reason.CONSENT_REVOKED : Reason.UNAUTHORISED;
            case 429 -> Reason.RATE_LIMITED;
            default -> status >= 500 ? Reason.UNAVAILABLE : Reason.INVALID;
        };
        var said = RowReader.text(answer, "message");
        return new PipedriveRefusedException(reason, said == null ? Answers.said(answer) : said, null);
    }

    private String basic() {
        var pair = required(config.clientId()) + ':' + required(config.clientSecret());
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
    }

    private String redirectUri() {
        return config.redirectUri()
                .map(URI::toString)
                .orElseGet(() -> publicUrl.replaceAll("/+$", "") + "/oauth/callback");
    }

    /** What is configured, or else the usual path where Pipedrive is. */
    private URI address(Optional<URI> configured, String path) {
        return configured.orElseGet(() -> URI.create(
                baseUrl.map(base -> base.toString().replaceAll("/+$", "")).orElse(PIPEDRIVE) + path));
    }

    private static String required(Optional<String> setting) {
        return setting.orElseThrow(
                () -> new IllegalStateException("pipestream.oauth.client-id and client-secret are not set"));
    }
}

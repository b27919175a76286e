package io.pipestream.sandbox;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Consents and tokens of the one Marketplace app there is. Everybody consents at once, as the administrator. Lifetimes
 * follow the clock and ignore the speed. Refresh tokens survive a restart, codes and access tokens do not.
 */
final class OAuth {

    static final String CLIENT_ID = "sandbox-client";
    static final String CLIENT_SECRET = "sandbox-secret";

    private static final String KIND = "oauth_grant";
    private static final String SCOPE = "base,deals:full,contacts:full,activities:full,recents:read,webhooks:full";
    private static final Duration CODE = Duration.ofMinutes(5);
    private static final Duration ACCESS = Duration.ofHours(1);
    private static final Duration UNUSED_REFRESH = Duration.ofDays(60);

    private final Store store;
    private final SandboxOptions options;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Code> codes = new HashMap<>();
    private final Map<String, Instant> accessUntil = new HashMap<>();
    private long exchanges;
    private long refreshes;
    private long refused;

    OAuth(Store store, SandboxOptions options) {
        this.store = store;
        this.options = options;
    }

    private record Code(String redirectUri, Instant until) {}

    /** A code for this redirect address; it lives five minutes and serves once. */
    String consent(String redirectUri) {
        var code = secret(20);
        codes.put(code, new Code(redirectUri, now().plus(CODE)));
        return code;
    }

    JsonObject exchange(@Nullable String text, @Nullable String redirectUri, String apiDomain) {
        var code = text == null ? null : codes.remove(text);
        if (code == null || !now().isBefore(code.until()) || !code.redirectUri().equals(redirectUri)) {
            throw refuse("Invalid grant: authorization code is invalid");
        }
        exchanges++;
        var grant = new JsonObject().put("id", store.nextId(KIND)).put("refresh_token", "1:" + secret(30));
        return tokens(used(grant), apiDomain);
    }

    /** A fresh access token; Pipedrive hands the same refresh token out again. */
    JsonObject refresh(@Nullable String refreshToken, String apiDomain) {
        var grant = store.all(KIND).stream()
                .filter(each -> each.getString("refresh_token").equals(refreshToken))
                .filter(each ->
                        now().isBefore(Instant.parse(each.getString("used_at")).plus(UNUSED_REFRESH)))
                .findFirst()
                .orElseThrow(() -> refuse("Invalid grant: refresh_token is invalid"));
        refreshes++;
        return tokens(used(grant.copy()), apiDomain);
    }

    private JsonObject used(JsonObject grant) {
        grant.put("used_at", now().toString());
        store.put(KIND, grant);
        return grant;
    }

    private JsonObject tokens(JsonObject grant, String apiDomain) {
        accessUntil.values().removeIf(until -> !now().isBefore(until));
        var access = "v1u:" + secret(40);
        accessUntil.put(access, now().plus(ACCESS));
        return new JsonObject()
                .put("access_token", access)
                .put("token_type", "bearer")
                .put("refresh_token", grant.getString("refresh_token"))
                .put("scope", SCOPE)
                .put("expires_in", ACCESS.toSeconds())
                .put("api_domain", apiDomain);
    }

    private ApiError refuse(String why) {
        refused++;
        return ApiError.oauth(400, "invalid_grant", why);
    }

    boolean admits(String accessToken) {
        var until = accessUntil.get(accessToken);
        return until != null && now().isBefore(until);
    }

    /** Ends every access token; the refresh tokens go on. */
    void expire() {
        accessUntil.clear();
    }

    /** Takes every consent back, as a user who uninstalls the app does. */
    void revoke() {
        expire();
        codes.clear();
        List.copyOf(store.all(KIND)).forEach(grant -> store.remove(KIND, grant.getLong("id")));
    }

    JsonObject json() {
        return new JsonObject()
                .put("exchanges", exchanges)
                .put("refreshes", refreshes)
                .put("refused", refused)
                .put("grants", store.all(KIND).size());
    }

    private Instant now() {
        return options.clock().instant();
    }

    private String secret(int bytes) {
        var value = new byte[bytes];
        random.nextBytes(value);
        return HexFormat.of().formatHex(value);
    }
}

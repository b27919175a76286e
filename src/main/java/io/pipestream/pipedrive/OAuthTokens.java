package io.pipestream.pipedrive;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What a consent or a renewal brings. Secrets, of up to some 800 characters.
 *
 * @param refreshToken usually the same at every renewal; store what comes. Null if Pipedrive sends none: keep the old one
 * @param expiresAt    by our clock when the answer came; an hour ahead usually
 * @param apiDomain    {@code https://acme.pipedrive.com}
 */
public record OAuthTokens(
        String accessToken, @Nullable String refreshToken, Instant expiresAt, String apiDomain, String scope) {

    /** Keeps the tokens out of logs. */
    @Override
    public String toString() {
        return "OAuthTokens[" + apiDomain + " until " + expiresAt + ']';
    }
}

package io.pipestream.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Optional;

import io.pipestream.platform.Secrets;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Knows Pipedrive by the secret of our app. */
@Singleton
class AppSecret {

    private static final String SCHEME = "Basic ";

    private final byte @Nullable [] sha256;

    AppSecret(
            @ConfigProperty(name = "pipestream.oauth.client-id") Optional<String> clientId,
            @ConfigProperty(name = "pipestream.oauth.client-secret") Optional<String> clientSecret) {
        this.sha256 = clientId.isPresent() && clientSecret.isPresent()
                ? Secrets.sha256(clientId.get() + ':' + clientSecret.get())
                : null;
    }

    /** Whether this {@code Authorization} header has the id and the secret; never where none are configured. */
    boolean isShownBy(@Nullable String authorization) {
        if (sha256 == null
                || authorization == null
                || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return false;
        }
        try {
            var shown = Base64.getDecoder()
                    .decode(authorization.substring(SCHEME.length()).strip());
            return Secrets.matches(sha256, new String(shown, UTF_8));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}

package io.pipestream.pipedrive;

import java.net.URI;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;

/** Settings of the app that accounts give their consent to. */
@ConfigMapping(prefix = "pipestream.oauth")
public interface OAuthConfig {

    /** The app's client id, from Pipedrive's Developer Hub. */
    Optional<String> clientId();

    /** The app's client secret. */
    Optional<String> clientSecret();

    /** Where Pipedrive sends people back to; as it stands in the Developer Hub. */
    Optional<URI> redirectUri();

    /** Where people give their consent. */
    Optional<URI> authorizeUrl();

    /** Where tokens are handed out. */
    Optional<URI> tokenUrl();
}

package io.pipestream.connection;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings of accounts that are connected by OAuth. */
@ConfigMapping(prefix = "pipestream.connection")
public interface ConnectionConfig {

    /** How long before its end an access token is refreshed. */
    @WithDefault("5m")
    Duration refreshBefore();

    /** How long somebody has to answer an authorize URL. */
    @WithDefault("10m")
    Duration consentWindow();
}

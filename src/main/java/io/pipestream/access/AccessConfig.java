package io.pipestream.access;

import java.time.Duration;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings of the door to the management API and the console. */
@ConfigMapping(prefix = "pipestream.access")
public interface AccessConfig {

    /**
     * The admin key to accept, beside the one made at the first start. A changed one revokes the one that was
     * configured before. Without it one is made at the first start and printed once. At least 32 characters.
     */
    Optional<String> adminKey();

    /** How long a browser stays signed in to the console after it has shown a key, whether or not it is used. */
    @WithDefault("12h")
    Duration sessionDuration();
}

package io.pipestream.access;

import java.util.Optional;

import io.smallrye.config.ConfigMapping;

/** Settings of the door to the management API. */
@ConfigMapping(prefix = "pipestream.access")
public interface AccessConfig {

    /**
     * The admin key to accept, beside the one made at the first start. A changed one revokes the one that was
     * configured before. Without it one is made at the first start and printed once. At least 32 characters.
     */
    Optional<String> adminKey();
}

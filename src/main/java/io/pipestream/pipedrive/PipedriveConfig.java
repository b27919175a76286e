package io.pipestream.pipedrive;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings of the calls to Pipedrive. */
@ConfigMapping(prefix = "pipestream.pipedrive")
public interface PipedriveConfig {

    /** Where Pipedrive is, for every account. Unset in production; the first run points it at the sandbox. */
    Optional<URI> baseUrl();

    /** How long a connection to Pipedrive may take. */
    @WithDefault("5s")
    Duration connectTimeout();

    /** How long Pipedrive's answer may take. */
    @WithDefault("15s")
    Duration readTimeout();
}

package io.pipestream.ingest;

import java.time.Duration;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings of the webhook door. */
@ConfigMapping(prefix = "pipestream.ingest")
public interface IngestConfig {

    /** The largest body that is accepted. Pipedrive's own are some kilobytes; a long note may reach a megabyte. */
    @WithDefault("10M")
    MemorySize maxBodySize();

    /** What a sender is told to wait when nothing can be stored (Retry-After). */
    @WithDefault("5s")
    Duration retryAfter();
}

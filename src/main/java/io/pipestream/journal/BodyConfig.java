package io.pipestream.journal;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings of what becomes of the bodies of deliveries. A bad value stops the service at start. */
@ConfigMapping(prefix = "pipestream.journal")
public interface BodyConfig {

    /**
     * How long the body of a delivery is kept after it came, to be looked at and read again. Events stay. What is in
     * quarantine is kept while it is there.
     */
    @WithDefault("30d")
    Duration keepDeliveries();

    /** How long a body stays as it came before it is compressed, which takes it to about a quarter of its size. */
    @WithDefault("10m")
    Duration compressAfter();
}

package io.pipestream.coverage;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings of how a downtime is noticed. */
@ConfigMapping(prefix = "pipestream.coverage")
public interface CoverageConfig {

    /** How often an instance notes that it is alive; a downtime's start is known to this much. One row is written. */
    @WithDefault("5s")
    Duration heartbeat();

    /**
     * How long no instance may be alive before that is a gap. Pipedrive tries a delivery again after 3 and 30 s, which
     * bridges anything shorter. The clocks of the instances must agree to within less than this.
     */
    @WithDefault("30s")
    Duration downtimeAfter();
}

package io.pipestream.publish;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings of the control topic. */
@ConfigMapping(prefix = "pipestream.control")
public interface ControlConfig {

    /**
     * How often to look whether a connection is complete up to a later instant; at most one record of each in this time.
     * A look costs four short queries on the instance that does it, and one on the others.
     */
    @WithDefault("5s")
    Duration interval();
}

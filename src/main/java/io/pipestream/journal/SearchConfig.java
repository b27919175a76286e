package io.pipestream.journal;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings of searches. A bad value stops the service at start. */
@ConfigMapping(prefix = "pipestream.search")
public interface SearchConfig {

    /**
     * How long a search looks for more, if what it looks for is rare and has no index. Then it answers what it has, and
     * how to go on.
     */
    @WithDefault("1s")
    Duration patience();
}

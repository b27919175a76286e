package io.pipestream.drift;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** Settings of how differences in Pipedrive's records are noticed. */
@ConfigMapping(prefix = "pipestream.drift")
interface DriftConfig {

    /** How often an instance writes down what it has noticed; one statement if there is anything. */
    @WithDefault("5s")
    Duration interval();

    /** Differences kept at most, in the table and in memory between two writes. Further ones are only counted. */
    @WithDefault("1000")
    @Min(1)
    @Max(100_000)
    int maxKept();
}

package io.pipestream.spool;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** Settings of what keeps deliveries while they may not go into the journal. */
@ConfigMapping(prefix = "pipestream.spool")
public interface SpoolConfig {

    /** Deliveries that may wait to be held or to be spooled. Beyond it a sender is asked to come back. */
    @WithDefault("10000")
    @Min(1)
    int queueCapacity();

    /** Body bytes that may wait for the one, and likewise for the other. */
    @WithDefault("33554432")
    @Min(1_000_000)
    long queueBytes();

    /** Deliveries that are held by one statement, or drained by one commit, at most. */
    @WithDefault("500")
    @Min(1)
    @Max(5_000)
    int batchSize();

    /** Body bytes of one such statement or commit; a single larger delivery goes alone. */
    @WithDefault("8000000")
    @Min(1_000)
    long batchBytes();
}

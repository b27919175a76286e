package io.pipestream.journal;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** Settings of the journal. A bad value stops the service at start. */
@ConfigMapping(prefix = "pipestream.journal")
public interface JournalConfig {

    /** Deliveries committed by one statement at most. More makes a commit slower and rarer. */
    @WithDefault("512")
    @Min(1)
    @Max(5_000)
    int batchSize();

    /** Body bytes committed by one statement at most, so that large deliveries do not add up in memory. */
    @WithDefault("8000000")
    @Min(1_000)
    long batchBytes();

    /** Deliveries that may wait for a commit. Beyond it a sender is asked to come back (503, Retry-After). */
    @WithDefault("10000")
    @Min(1)
    int queueCapacity();

    /** Body bytes that may wait for a commit; the other bound on memory. */
    @WithDefault("134217728")
    @Min(1_000_000)
    long queueBytes();

    /**
     * Bytes of records that are kept in memory after their commit, so that the relay need not read them back. The
     * oldest go first; 0 keeps none.
     */
    @WithDefault("32000000")
    @Min(0)
    long recentBytes();

    /**
     * How long one attempt to commit may take, beside the wait for a connection. A quick failure gets a second attempt;
     * all of it must fit into the 10 s that Pipedrive waits for our answer.
     */
    @WithDefault("3s")
    Duration commitTimeout();

    /**
     * How long a delivery waits for its commit before it is kept elsewhere, whatever becomes of the commit. With what
     * keeping it elsewhere takes it must fit into the 10 s that Pipedrive waits.
     */
    @WithDefault("2500ms")
    Duration patience();
}

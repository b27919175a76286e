package io.pipestream.replay;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** Settings of replays. A bad value stops the service at start. */
@ConfigMapping(prefix = "pipestream.replay")
public interface ReplayConfig {

    /** Events a second of a replay that does not say; 0 is as fast as it goes. */
    @WithDefault("0")
    @Min(0)
    @Max(1_000_000)
    int rate();

    /**
     * Events of one Kafka transaction at most. A transaction is made to last a quarter of a second, so this only matters
     * where Kafka takes more in that time.
     */
    @WithDefault("5000")
    @Min(1)
    @Max(50_000)
    int batchSize();

    /**
     * Characters of the records of one transaction; one that is larger goes alone. The heap holds them about six times:
     * three batches as text, serialised, and in the producer's buffer.
     */
    @WithDefault("8000000")
    @Min(1_000)
    long batchBytes();

    /** How often to look for replays that nobody runs; a look is one query. */
    @WithDefault("1s")
    Duration tick();

    /** How long an instance that died keeps its replays from the others. */
    @WithDefault("5s")
    Duration lease();
}

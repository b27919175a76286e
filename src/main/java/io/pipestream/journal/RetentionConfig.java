package io.pipestream.journal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How the journal is divided by time, and how long it is kept. */
@ConfigMapping(prefix = "pipestream.journal")
public interface RetentionConfig {

    /** How much time one partition holds; for partitions that are still to be made. */
    @WithDefault("month")
    Period partition();

    /** How long events and deliveries are kept, by whole partitions; for ever if it is not set. Their keys stay. */
    Optional<Duration> keepEvents();

    /** How long what was restored from an archive is kept before it is dropped again. */
    @WithDefault("30d")
    Duration keepRestored();

    /** A folder that partitions are written to before they are dropped, the same for every instance; none if not set. */
    Optional<Path> archive();

    /** How large the database may grow, for the forecast; no forecast if it is not set. */
    Optional<MemorySize> capacity();

    /** How often partitions are made, dropped and measured. */
    @WithDefault("10m")
    Duration maintenance();
}

package io.pipestream.poll;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** Settings of polling and backfills. A bad value stops the service at start. */
@ConfigMapping(prefix = "pipestream.poll")
public interface PollConfig {

    /** How often it is decided whether a sweep or a page of a backfill is due. Costs no tokens. */
    @WithDefault("10s")
    Duration tick();

    /** How far behind its cursor a sweep reads again: for changes that Pipedrive shows late, and for clocks that differ. */
    @WithDefault("2m")
    Duration overlap();

    /** How long after a change Pipedrive shows it for certain; the end of a gap is read no earlier. */
    @WithDefault("5s")
    Duration settle();

    /** Rows asked for at once; Pipedrive gives 500 at most. */
    @WithDefault("500")
    @Min(1)
    @Max(500)
    int pageSize();

    /** A cursor older than this is brought up to date by the lists, for Recents reaches back one month. */
    @WithDefault("27d")
    Duration horizon();

    /** How old a change must be to be called missed: Pipedrive's last retry comes 183 s after the first attempt. */
    @WithDefault("4m")
    Duration grace();

    /** How long an instance that died keeps others from sweeping. Longer than one page takes. */
    @WithDefault("90s")
    Duration lease();

    /** Pages of each list that a dry run reads; beyond them it estimates. */
    @WithDefault("2")
    @Min(1)
    @Max(20)
    int dryRunPages();
}

package io.pipestream.catalogue;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;

/** Settings of the catalogue of names. A bad value stops the service at start. */
@ConfigMapping(prefix = "pipestream.catalogue")
public interface CatalogueConfig {

    /** How often it is decided whether a list is due, and whether another instance has read one. Costs no tokens. */
    @WithDefault("10s")
    Duration tick();

    /** Between two readings of a list, however urgent. */
    @WithDefault("1h")
    Duration minInterval();

    /** What of the tokens for background work reading again may use, 0 to 1. */
    @WithDefault("0.10")
    @DecimalMin("0")
    @DecimalMax("1")
    double share();

    /** How long an instance that died keeps others from reading. Longer than one page takes. */
    @WithDefault("90s")
    Duration lease();
}

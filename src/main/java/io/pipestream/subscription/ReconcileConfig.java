package io.pipestream.subscription;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings of the watch over the webhooks at Pipedrive. */
@ConfigMapping(prefix = "pipestream.reconcile")
public interface ReconcileConfig {

    /** How often it is looked whether a check is due. */
    @WithDefault("10s")
    Duration tick();

    /** Between two planned checks at least. */
    @WithDefault("1m")
    Duration minInterval();

    /** A registration that has told nothing this long is silent. */
    @WithDefault("24h")
    Duration silentAfter();
}

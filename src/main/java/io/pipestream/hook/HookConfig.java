package io.pipestream.hook;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;

/** Settings of hooks. A bad value stops the service at start. */
@ConfigMapping(prefix = "pipestream.hook")
interface HookConfig {

    /** Networks that are reached although they are not public, as {@code 10.1.0.0/16}. */
    Optional<List<String>> allowedNetworks();

    /** Whether a hook's URL may be http. What is sent can then be read and changed on its way. */
    @WithDefault("false")
    boolean allowHttp();

    /** Ports, and ranges of them, that are called. */
    @WithDefault("443,8443")
    @NotEmpty
    List<String> ports();

    /** How long connecting may take. */
    @WithDefault("5s")
    Duration connectTimeout();

    /** How long a call may take from its beginning to the end of the answer. */
    @WithDefault("15s")
    Duration timeout();

    /** How long to wait after each failed attempt; the last one again and again. A random fifth is added or taken off. */
    @WithDefault("5s,30s,5m,30m,2h,5h,10h")
    @NotEmpty
    List<Duration> retryDelays();

    /** How long a delivery is tried. */
    @WithDefault("72h")
    Duration giveUpAfter();

    /** A hook of which every call has failed for so long is disabled. */
    @WithDefault("120h")
    Duration disableAfter();

    /** How long a hook's former secret signs beside the new one. */
    @WithDefault("24h")
    Duration secretOverlap();

    /** How often an instance looks for what others have committed or left behind. */
    @WithDefault("200ms")
    Duration interval();

    /** Calls under way at once in an instance. */
    @WithDefault("1000")
    @Min(1)
    @Max(10_000)
    int inFlight();

    /** How long ended deliveries and their attempts are kept. */
    @WithDefault("720h")
    Duration keep();
}

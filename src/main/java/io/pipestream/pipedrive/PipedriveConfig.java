package io.pipestream.pipedrive;

import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** Settings of the calls to Pipedrive. A bad value stops the service at start. */
@ConfigMapping(prefix = "pipestream.pipedrive")
public interface PipedriveConfig {

    /** Where Pipedrive is, for every account. Unset in production; the first run points it at the sandbox. */
    Optional<URI> baseUrl();

    /** How long a connection to Pipedrive may take. */
    @WithDefault("5s")
    Duration connectTimeout();

    /** How long Pipedrive's answer may take, to its last byte. */
    @WithDefault("15s")
    Duration readTimeout();

    /** An account's tokens per day, as long as Pipedrive did not say; 30,000 is one seat on the smallest plan. */
    @WithDefault("30000")
    @Min(1)
    long dailyTokens();

    /** What of them background work may use, 0 to 1. */
    @WithDefault("0.10")
    @DecimalMin("0")
    @DecimalMax("1")
    double backgroundShare();

    /** What of them repair may use beyond that while webhooks are down, 0 to 1. */
    @WithDefault("0.02")
    @DecimalMin("0")
    @DecimalMax("1")
    double emergencyShare();

    /** Where Pipedrive's midnight is, at which tokens are given anew. */
    @WithDefault("UTC")
    ZoneId dayZone();

    /** Calls of one account that an instance starts in any two seconds; the smallest plan allows 20 in all. */
    @WithDefault("15")
    @Min(1)
    int burst();

    /** How often a call is made again that was refused for the moment. */
    @WithDefault("3")
    @Min(0)
    @Max(10)
    int retries();

    /** After which no further attempt begins. */
    @WithDefault("20s")
    Duration retryWithin();

    /** How long nobody calls an account after Pipedrive's firewall has answered. */
    @WithDefault("1h")
    Duration blockedPause();

    /** How long an account is not called after half of the last ten calls failed. */
    @WithDefault("30s")
    Duration breakerPause();
    /** How long Pipedrive tells a webhook nothing after ten first attempts have failed. */
    @WithDefault("30m")
    Duration banDuration();

    /** How long after the first attempt the last one can come: 183 s, and the time that attempts take. */
    @WithDefault("230s")
    Duration retryWindow();
}

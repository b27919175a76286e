package io.pipestream.coverage;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Why webhooks were not heard. */
public enum Cause {
    /** No instance of this service ran. */
    @JsonProperty("downtime")
    DOWNTIME,
    /** Pipedrive banned the webhook after failed deliveries and drops its events meanwhile. */
    @JsonProperty("banned")
    BANNED,
    /** The webhook is gone from Pipedrive, or is not what it should be. */
    @JsonProperty("missing")
    MISSING,
    /** The webhook's user may not see everything, or Pipedrive refuses our credentials. */
    @JsonProperty("unauthorised")
    UNAUTHORISED,
    /** Polling finds changes that the webhook should have told of. */
    @JsonProperty("silent")
    SILENT,
    /** We answered deliveries with something other than 2xx, and Pipedrive gave up on some. */
    @JsonProperty("refused")
    REFUSED;

    /** As the table and the API write it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Cause of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}

package io.pipestream.poll;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a connection is polled. */
enum Mode {
    /** Rarely while the webhooks are well, often while they are not. */
    @JsonProperty("fallback")
    FALLBACK,
    /** As often as the budget bears, whatever the webhooks do. */
    @JsonProperty("always")
    ALWAYS,
    /** Never. Gaps stay open and the cursor stays where it is. */
    @JsonProperty("off")
    OFF;

    /** The mode of this word, as the API writes it. */
    static Mode of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}

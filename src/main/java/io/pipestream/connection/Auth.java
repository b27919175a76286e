package io.pipestream.connection;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;

/** How we show Pipedrive who we are. */
public enum Auth {
    API_TOKEN,
    OAUTH;

    /** As the API names it. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

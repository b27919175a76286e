package io.pipestream.event;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;

/** What happened to a record. Webhook v2's create and change are {@link #ADDED} and {@link #UPDATED}. */
public enum Action {
    ADDED,
    UPDATED,
    DELETED,
    /** The record took in another one; webhook v2 sends this as a change with {@code merged_from_id}. */
    MERGED;

    /** The lower-case word used in topics, event types and JSON. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

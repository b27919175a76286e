package io.pipestream.hook;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;

/** What a call's body is. */
public enum HookContent {
    /** The trigger's fields alone. */
    PAYLOAD,
    /** The whole value of the event's Kafka record, byte for byte. */
    EVENT;

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

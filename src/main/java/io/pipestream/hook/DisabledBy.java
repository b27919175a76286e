package io.pipestream.hook;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;

/** Who or what had a hook called no more. */
public enum DisabledBy {
    OPERATOR,
    /** Every call failed for days. */
    FAILURES,
    /** The endpoint answered 410. */
    GONE;

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package io.pipestream.hook;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;

/** Whether a hook is called. */
public enum HookState {
    ENABLED,
    DISABLED;

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

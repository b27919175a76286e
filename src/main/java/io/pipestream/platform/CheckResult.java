package io.pipestream.platform;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What a check has found.
 *
 * @param name  stable, for programs: {@code kafka.transactions}
 * @param found what is so, with the values that were seen; never a secret
 * @param cure  what to do about it; null if nothing is wrong
 */
public record CheckResult(
        String name, State state, String found, @Nullable String cure) {

    /** From good to bad. */
    public enum State {
        OK,
        /** It works, and is not as it should be in production. */
        WARN,
        /** Events are lost, late or wrong because of it, or will be. */
        FAIL;

        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static CheckResult ok(String name, String found) {
        return new CheckResult(name, State.OK, found, null);
    }

    public static CheckResult warn(String name, String found, String cure) {
        return new CheckResult(name, State.WARN, found, cure);
    }

    public static CheckResult fail(String name, String found, String cure) {
        return new CheckResult(name, State.FAIL, found, cure);
    }
}

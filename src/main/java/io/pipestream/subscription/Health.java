package io.pipestream.subscription;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;
import io.pipestream.coverage.Cause;
import org.jspecify.annotations.Nullable;

/** How a registration is doing, from good to bad. */
public enum Health {
    HEALTHY(null),
    /** Nothing was heard for long, and nothing says that there was anything to hear. */
    SILENT(null),
    /** Polling found what it should have told. */
    SUSPECT(Cause.SILENT),
    /** Pipedrive tells it nothing for half an hour, because ten first attempts failed. */
    BANNED(Cause.BANNED),
    /** Pipedrive does not have it, or not as it should be. */
    MISSING(Cause.MISSING),
    /** Pipedrive does not accept our credentials, or their user may not see webhooks. */
    UNAUTHORISED(Cause.UNAUTHORISED);

    private final @Nullable Cause blindness;

    Health(@Nullable Cause blindness) {
        this.blindness = blindness;
    }

    /** Whether nothing says that anything goes unheard. */
    public boolean isWell() {
        return blindness == null;
    }

    /** Why nothing is heard meanwhile; null if everything is. */
    @Nullable
    Cause blindness() {
        return blindness;
    }

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

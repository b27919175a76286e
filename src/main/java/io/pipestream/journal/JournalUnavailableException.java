package io.pipestream.journal;

import org.jspecify.annotations.Nullable;

/** It is not known that anything was stored; the same delivery may be tried again. */
public final class JournalUnavailableException extends RuntimeException {

    private final Reason reason;

    /** Why. */
    public enum Reason {
        /** Postgres did not take it, or not in time: it may be stored all the same. */
        POSTGRES,
        /** Too many wait. */
        FULL
    }

    JournalUnavailableException(Reason reason, String why, @Nullable Throwable cause) {
        super(why, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}

package io.pipestream.journal;

/** Nothing was stored, and the same delivery may be tried again. */
public final class JournalUnavailableException extends RuntimeException {

    JournalUnavailableException(String why, Throwable cause) {
        super(why, cause);
    }

    JournalUnavailableException(String why) {
        super(why);
    }
}

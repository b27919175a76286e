package io.pipestream.hook;

/** A URL must not be called. The message says why, to go on "because ", and may be shown to callers. */
final class ForbiddenDestinationException extends Exception {

    private static final long serialVersionUID = 1L;

    ForbiddenDestinationException(String why) {
        super(why);
    }
}

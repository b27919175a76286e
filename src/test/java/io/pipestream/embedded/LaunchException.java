package io.pipestream.embedded;

/** Something the person at the terminal can put right; the message says how, so no stack trace is shown. */
public final class LaunchException extends RuntimeException {

    public LaunchException(String message) {
        super(message);
    }

    public LaunchException(String message, Throwable cause) {
        super(message, cause);
    }
}

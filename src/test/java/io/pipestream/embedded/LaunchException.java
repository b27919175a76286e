package io.pipestream.embedded;

/** Something the person at the terminal can put right; the message says how, so no stack trace is shown. */
public final class LaunchException extends RuntimeException {

    LaunchException(String message) {
        super(message);
    }

    LaunchException(String message, Throwable cause) {
        super(message, cause);
    }
}

package io.pipestream.cli;

import java.util.List;

/** Ends a verb with an exit code, and with lines for people that say what is wrong and what to do. */
final class CliException extends RuntimeException {

    private final int exitCode;
    private final transient List<String> hints;

    CliException(int exitCode, String message, String... hints) {
        super(message);
        this.exitCode = exitCode;
        this.hints = List.of(hints);
    }

    int exitCode() {
        return exitCode;
    }

    List<String> hints() {
        return hints;
    }
}

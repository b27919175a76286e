package io.pipestream.publish;

import org.jspecify.annotations.Nullable;

/** Kafka did not answer or acknowledge; what was to be sent must be sent again. */
public class SinkUnavailableException extends RuntimeException {

    SinkUnavailableException(String why, @Nullable Throwable cause) {
        super(why, cause);
    }
}

package io.pipestream.journal;

import org.jspecify.annotations.Nullable;

/**
 * What Kafka acknowledged.
 *
 * @param problem null, or why the event went to the dead-letter topic instead
 */
public record Published(
        long seq,
        String topic,
        int partition,
        long offset,
        @Nullable String problem) {}

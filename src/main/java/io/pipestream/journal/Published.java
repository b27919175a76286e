package io.pipestream.journal;

import org.jspecify.annotations.Nullable;

/**
 * What Kafka acknowledged.
 *
 * @param partition null if only the relay's progress tells that Kafka has the event; so is the offset
 * @param problem null, or why the event went to the dead-letter topic instead
 */
public record Published(
        long seq,
        String topic,
        @Nullable Integer partition,
        @Nullable Long offset,
        @Nullable String problem) {}

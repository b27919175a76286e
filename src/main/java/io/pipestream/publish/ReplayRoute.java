package io.pipestream.publish;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Where a replay sends events, and what it marks them with.
 *
 * @param id      of the replay, header {@code ce_replayid}
 * @param topic   a topic of its own, made if it is missing; null for the topic that each event is of
 * @param isState whether that topic keeps the newest record of each key only, and a deletion is a record without a value
 */
public record ReplayRoute(UUID id, @Nullable String topic, boolean isState) {

    public ReplayRoute {
        if (isState && topic == null) {
            throw new IllegalArgumentException("a state needs a topic of its own");
        }
    }
}

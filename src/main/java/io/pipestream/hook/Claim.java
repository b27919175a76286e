package io.pipestream.hook;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A delivery that is ours to make, for a while.
 *
 * @param replayId null if it is made because the event happened
 * @param attempt  which one this is, from 1
 * @param tries    how many this makes since somebody last asked for it
 * @param firstAt  since when it is tried
 */
record Claim(
        long deliveryId,
        UUID hookId,
        long eventSeq,
        UUID eventId,
        @Nullable UUID replayId,
        int attempt,
        int tries,
        Instant firstAt) {}

package io.pipestream.journal;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A part of the journal that can be read again and is the same each time: what is selected, between two places.
 *
 * @param after     everything is after this sequence number
 * @param through   and up to this one
 * @param stateAsOf if given, only the last event of each record that was received before
 */
public record Stretch(
        EventSelection selection,
        long after,
        long through,
        @Nullable Instant stateAsOf) {

    /** What is left of it after this place. */
    public Stretch after(long seq) {
        return new Stretch(selection, Math.max(after, seq), through, stateAsOf);
    }
}

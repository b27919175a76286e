package io.pipestream.normalise;

import java.time.Instant;

import io.pipestream.event.Observation;
import org.jspecify.annotations.Nullable;

/** What came of reading one row. Sealed for the reason that {@link Normalised} is. */
public sealed interface PolledRow {

    /**
     * What the row can tell of. A row shows a state and not what led to it, so the caller, who knows the window, says
     * which of these are worth offering to the journal.
     *
     * @param added     the record's creation, with the state that the row shows
     * @param updated   the record's last change; null if it is deleted, or was never changed since it was added
     * @param deleted   its deletion; null if it is not deleted
     * @param addedAt   null if the row says nothing usable
     * @param updatedAt null if the row says nothing usable
     */
    @SuppressWarnings("AvoidCommonTypeNames") // nobody means java.lang.Readable here
    record Readable(
            Observation added,
            @Nullable Observation updated,
            @Nullable Observation deleted,
            @Nullable Instant addedAt,
            @Nullable Instant updatedAt)
            implements PolledRow {}

    /**
     * A row of no record that we could name.
     *
     * @param reason a fixed phrase, never text of the row
     */
    record Unreadable(String reason) implements PolledRow {}
}

package io.pipestream.catalogue;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import io.pipestream.pipedrive.DefinitionList;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code definition_list}: when a list was read, and who wants it.
 *
 * @param usedAt   when an event was named by it, the first time since it was read
 * @param wantedAt since when it should be read soon: something was not in it, or it is said to have changed
 * @param readAt   null if never
 * @param nextAt   no reading before; null if nothing is in the way
 * @param pages    of the last reading
 * @param problem  why the last reading failed, a fixed word; null if it did not
 * @param revision grows with each reading
 */
record ListState(
        UUID connectionId,
        DefinitionList list,
        @Nullable Instant usedAt,
        @Nullable Instant wantedAt,
        @Nullable Instant readAt,
        @Nullable Instant nextAt,
        int pages,
        @Nullable String problem,
        long revision) {

    /** What reading it again costs, in tokens. */
    int cost() {
        return list.cost() * pages;
    }

    boolean isInUse() {
        return usedAt != null || wantedAt != null;
    }

    /** Whether it was used since it was read. */
    boolean isUsedSince() {
        return usedAt != null && (readAt == null || usedAt.isAfter(readAt));
    }

    /**
     * Whether it is to be read now.
     *
     * @param interval    between two readings of a list that is used and of which nothing is known to be wrong
     * @param mayReadAgain whether there are tokens to read more than what was never read
     */
    boolean isDue(Instant now, Duration interval, boolean mayReadAgain) {
        if (nextAt != null && nextAt.isAfter(now)) {
            return false;
        }
        if (readAt == null) {
            return isInUse();
        }
        return mayReadAgain
                && (wantedAt != null || (isUsedSince() && !readAt.plus(interval).isAfter(now)));
    }
}

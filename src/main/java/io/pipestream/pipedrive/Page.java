package io.pipestream.pipedrive;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A page of rows. Pages may overlap by some rows, for what changes while it is being paged through moves.
 *
 * @param next          where the next page begins, to be handed back as it is; null on the last page
 * @param lastTimestamp what Recents says was the latest change on the page; null for other lists and where it says none
 */
public record Page(
        List<Row> rows, @Nullable String next, @Nullable Instant lastTimestamp) {

    public Page {
        rows = List.copyOf(rows);
    }
}

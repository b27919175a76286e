package io.pipestream.journal;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A partition of {@code event} or {@code delivery}.
 *
 * @param name       of its table
 * @param range      the times of receipt of its rows
 * @param keptUntil  not dropped before, because it was restored; null if it was not
 * @param isAttached false if it is being dropped and readers do not see it any more
 * @param isDropping dropping it was begun and has to be ended
 * @param rows       about how many it has
 * @param bytes      with its indexes
 */
public record Partition(
        String name,
        Parent parent,
        TimeRange range,
        @Nullable Instant keptUntil,
        boolean isAttached,
        boolean isDropping,
        long rows,
        long bytes) {

    /** The tables that have partitions. */
    public enum Parent {
        EVENT,
        DELIVERY;

        /** The table's name. */
        public String table() {
            return this == EVENT ? "event" : "delivery";
        }
    }
}

package io.pipestream.spool;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What one look at both servers has shown.
 *
 * @param startedAt of this instance's monotonic clock, in nanoseconds
 * @param held      whether anything was held in Postgres
 */
record Look(long startedAt, boolean held, Spool spool) {

    /** What is known of the spool. */
    enum Spool {
        /** Kafka said where it ends, and all of it is drained. */
        EMPTY_BY_KAFKA,
        /** Kafka did not answer, and every instance says that it has nothing in it. */
        EMPTY_BY_ROWS,
        NOT_KNOWN_EMPTY
    }

    /**
     * Judges what was seen.
     *
     * @param seen  in Postgres, after the look started
     * @param end   of the spool, asked for after the look started; null if Kafka did not answer
     * @param dirty whether this instance itself was dirty when it wrote its row
     */
    static Look of(long startedAt, Seen seen, @Nullable Place end, boolean dirty) {
        return new Look(startedAt, seen.held(), spool(seen, end, dirty));
    }

    /** What Postgres showed in one transaction. */
    record Seen(boolean held, Place drained, List<Keeper> others) {}

    private static Spool spool(Seen seen, @Nullable Place end, boolean dirty) {
        if (end != null) {
            return end.isReachedBy(seen.drained()) ? Spool.EMPTY_BY_KAFKA : Spool.NOT_KNOWN_EMPTY;
        }
        return !dirty && seen.others().stream().allMatch(Keeper::isCleanAndHeard)
                ? Spool.EMPTY_BY_ROWS
                : Spool.NOT_KNOWN_EMPTY;
    }

    /** Whether everything that was answered before this look could rely on it is in the journal. */
    boolean isClear() {
        return !held && spool != Spool.NOT_KNOWN_EMPTY;
    }

    boolean isYoungerThan(Duration age, long now) {
        return now - startedAt < age.toNanos();
    }
}

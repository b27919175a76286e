package io.pipestream.spool;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What one look at both servers has shown.
 *
 * @param startedAt of this instance's monotonic clock, in nanoseconds
 * @param held      whether anything is held in Postgres
 * @param settled   whether nothing has been held for longer than a moment
 */
record Look(long startedAt, boolean held, boolean settled, Spool spool) {

    /** What is known of the spool. */
    enum Spool {
        /** Kafka said where it ends, and all of it is drained. */
        EMPTY_BY_KAFKA,
        /** What it held a moment ago is drained; somebody may go on spooling. */
        SETTLED_BY_KAFKA,
        /** Kafka did not answer, and every instance says that it has nothing in it. */
        EMPTY_BY_ROWS,
        NOT_KNOWN_EMPTY
    }

    /**
     * Judges what was seen.
     *
     * @param seen    in Postgres, after the look started
     * @param end     of the spool, asked for after the look started; null if Kafka did not answer
     * @param earlier its end, asked for {@link Promise#SETTLED_WITHIN} before the look started or later; null if not known
     * @param dirty   whether this instance itself was dirty when it wrote its row
     */
    static Look of(long startedAt, Seen seen, @Nullable Place end, @Nullable Place earlier, boolean dirty) {
        var oldest = seen.oldestHeld();
        return new Look(
                startedAt,
                oldest != null,
                oldest == null || (!oldest.isNegative() && oldest.compareTo(Promise.SETTLED_WITHIN) < 0),
                spool(seen, end, earlier, dirty));
    }

    /**
     * What Postgres showed at one moment.
     *
     * @param oldestHeld how long the oldest of what is held has been, by the database's clock; null if nothing is held
     */
    record Seen(@Nullable Duration oldestHeld, Place drained, List<Keeper> others) {}

    private static Spool spool(Seen seen, @Nullable Place end, @Nullable Place earlier, boolean dirty) {
        if (end != null && end.isReachedBy(seen.drained())) {
            return Spool.EMPTY_BY_KAFKA;
        }
        if (earlier != null && earlier.isReachedBy(seen.drained())) {
            return Spool.SETTLED_BY_KAFKA;
        }
        return end == null && !dirty && seen.others().stream().allMatch(Keeper::isCleanAndHeard)
                ? Spool.EMPTY_BY_ROWS
                : Spool.NOT_KNOWN_EMPTY;
    }

    /** Whether everything that is answered while this look is good, and was kept elsewhere, is in the journal. */
    boolean isClear() {
        return settled && spool != Spool.NOT_KNOWN_EMPTY;
    }

    /** Whether there is, or may be, something to drain. */
    boolean isDrainWanted() {
        return held || spool == Spool.SETTLED_BY_KAFKA || spool == Spool.NOT_KNOWN_EMPTY;
    }
}

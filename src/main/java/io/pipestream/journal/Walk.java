package io.pipestream.journal;

import java.time.Duration;

/**
 * The way of a search back through the journal, in stretches of sequence numbers: short ones first, longer ones while
 * they take little time. So a search for what is rare, and has no index, ends in time wherever it has come to by then.
 * For one thread.
 */
final class Walk {

    private static final long LONGER = 4;

    private static final long LONGEST = 1L << 40;

    /** A stretch that took more than this is not followed by a longer one. */
    private static final long QUICK_NANOS = Duration.ofMillis(60).toNanos();

    private final long bottom;
    private final Unlikely unlikely;
    private final long deadline;
    private long top;
    private long length;
    private long from;
    private boolean hasMoved;

    /** Stretches that hold nothing of what is wanted, as far as is known without looking. */
    @FunctionalInterface
    interface Unlikely {

        /** The greatest number up to this one that may be wanted. */
        long before(long seq);
    }

    /**
     * @param bottom   the last number to look at
     * @param top      the first one
     * @param length   of the first stretch
     * @param deadline of the monotonic clock
     */
    Walk(long bottom, long top, long length, Unlikely unlikely, long deadline) {
        this.bottom = bottom;
        this.length = length;
        this.unlikely = unlikely;
        this.deadline = deadline;
        this.top = unlikely.before(top);
        this.from = this.top;
    }

    /** Whether all is walked. */
    boolean isOver() {
        return top < bottom;
    }

    /** Not before something is done, or whoever asks to go on would come no further. */
    boolean isLate() {
        return hasMoved && System.nanoTime() - deadline > 0;
    }

    /** The greatest number that was not looked at. */
    long top() {
        return top;
    }

    /** What a count of what was walked, from the first number to the last, says of the whole way. */
    long extrapolate(long first, long last, long counted) {
        var walked = Math.max(1, first - last + 1);
        var whole = Math.max(1, first - bottom + 1);
        return Math.round((double) counted / walked * whole);
    }

    /** The smallest number of the stretch that is looked at now, up to {@link #top}. */
    long from() {
        from = length > top - bottom ? bottom : top - length + 1;
        return from;
    }

    /** The stretch is done. */
    void took(long nanos) {
        top = unlikely.before(from - 1);
        hasMoved = true;
        if (nanos < QUICK_NANOS) {
            length = Math.min(LONGEST, length * LONGER);
        } else if (nanos > LONGER * QUICK_NANOS) {
            length = Math.max(1, length / LONGER);
        }
    }

    /** The stretch takes too long: a much shorter one. False if it cannot be much shorter. */
    boolean shorten() {
        if (length <= LONGER) {
            return false;
        }
        length = Math.max(1, Math.min(length, top - bottom + 1) / (LONGER * LONGER));
        return true;
    }
}

package io.pipestream.journal;

import java.util.NavigableSet;

/**
 * Which stretches of the journal hold nothing of what is wanted. A stretch is as many numbers as {@link #LENGTH}; what is
 * not known of may hold anything.
 *
 * @param ruledOut their numbers
 */
record RuledOut(NavigableSet<Long> ruledOut) {

    static final long LENGTH = 2_000;

    static long of(long seq) {
        return Math.floorDiv(seq, LENGTH);
    }

    /** The greatest number up to this one that is not ruled out. */
    long before(long seq) {
        var stretch = of(seq);
        if (!ruledOut.contains(stretch)) {
            return seq;
        }
        while (ruledOut.contains(stretch)) {
            stretch--;
        }
        return stretch * LENGTH + LENGTH - 1;
    }

    /** The smallest number from this one on that is not ruled out. */
    long after(long seq) {
        var stretch = of(seq);
        if (!ruledOut.contains(stretch)) {
            return seq;
        }
        while (ruledOut.contains(stretch)) {
            stretch++;
        }
        return stretch * LENGTH;
    }
}

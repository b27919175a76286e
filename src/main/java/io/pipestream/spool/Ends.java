package io.pipestream.spool;

import java.util.ArrayDeque;
import java.util.Deque;

import org.jspecify.annotations.Nullable;

/** Where the spool has ended lately. For one thread. */
final class Ends {

    private record Told(long askedAt, Place end) {}

    private final Deque<Told> told = new ArrayDeque<>();

    /** @param askedAt of the monotonic clock, in nanoseconds */
    void add(long askedAt, Place end) {
        told.addLast(new Told(askedAt, end));
    }

    /** The end that was asked for first at this time or later; null if there is none. */
    @Nullable
    Place firstSince(long time) {
        while (!told.isEmpty() && told.peekFirst().askedAt() - time < 0) {
            told.removeFirst();
        }
        var first = told.peekFirst();
        return first == null ? null : first.end();
    }
}

package io.pipestream.hook;

import java.time.Duration;

/** Calls a second of one hook: what was not used is kept for a second, no longer. Times are of {@link System#nanoTime}. */
final class Bucket {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private double calls;
    private long filledAt;

    /** Full. */
    Bucket(int rate, long now) {
        this.calls = rate;
        this.filledAt = now;
    }

    /** How many calls may begin now. */
    int room(int rate, long now) {
        calls = Math.min(rate, calls + rate * ((double) (now - filledAt) / SECOND));
        filledAt = now;
        return (int) calls;
    }

    void take(int count) {
        calls -= count;
    }
}

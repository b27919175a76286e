package io.pipestream.replay;

import java.time.Duration;

/**
 * How many events to send at once, and when: so many that a transaction lasts a quarter of a second, for between two of
 * them a replay can be paused; and no more in a second than was asked for. Times are of {@link System#nanoTime}. For two
 * threads: one reads ahead by {@link #size}, the other one sends.
 */
final class Pace {

    private static final double BATCH_SECONDS = 0.25;

    /** What could not be sent in time is made up for, up to this. */
    private static final long LAG_NANOS = Duration.ofSeconds(1).toNanos();

    /** The mean speed forgets what is longer ago than a few of these. */
    private static final double MEMORY_SECONDS = 5;

    private static final double NANOS = 1e9;

    private final int rate;
    private final int most;
    private volatile int size;
    private long nextAt;
    private long sentAt;
    private double events;
    private double seconds;

    /**
     * Begins now.
     *
     * @param rate events a second; 0 for no limit
     * @param most events at once
     */
    Pace(int rate, int most, long now) {
        this.rate = rate;
        this.most = most;
        this.size = rate == 0 ? Math.min(500, most) : sizeFor(rate);
        this.nextAt = now;
        this.sentAt = now;
    }

    /** How many to send at once. */
    int size() {
        return size;
    }

    /** How long to wait before the next batch. */
    long nanosUntilNext(long now) {
        return Math.max(0, nextAt - now);
    }

    /** A batch was sent: from here to there. */
    void sent(int count, long from, long to) {
        if (rate == 0) {
            size = sizeFor(count * NANOS / Math.max(1, to - from));
        } else {
            nextAt = Math.max(nextAt, from - LAG_NANOS) + (long) (count * NANOS / rate);
        }
        var passed = Math.max(1, to - sentAt) / NANOS;
        var kept = Math.exp(-passed / MEMORY_SECONDS);
        events = events * kept + count;
        seconds = seconds * kept + passed;
        sentAt = to;
    }

    /** How fast it goes; 0 before the first batch. */
    double perSecond() {
        return seconds == 0 ? 0 : events / seconds;
    }

    private int sizeFor(double speed) {
        return Math.clamp((long) Math.ceil(speed * BATCH_SECONDS), 1, most);
    }
}

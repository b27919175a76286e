package io.pipestream.spool;

/**
 * Whether something that this instance has spooled, or has tried to, may not be drained. It gets dirty before it sends,
 * so that no row that is written from then on calls it clean.
 */
final class Dirt {

    private static final long NONE = -1;

    private long begun;
    private long open;
    private boolean dirty;

    /** Something is about to be sent. */
    synchronized void begin() {
        begun++;
        open++;
        dirty = true;
    }

    /** Kafka has acknowledged it, or the producer has given it up. */
    synchronized void end() {
        open--;
    }

    synchronized boolean isDirty() {
        return dirty;
    }

    /** To be taken before a look, for {@link #washed}. */
    synchronized long mark() {
        return open == 0 ? begun : NONE;
    }

    /** A look has shown the spool to be empty, by Kafka: whatever ended before it is drained. */
    synchronized void washed(long mark) {
        if (mark == begun) {
            dirty = false;
        }
    }
}

package io.pipestream.journal;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import jakarta.inject.Singleton;

/**
 * Tells those who read the journal that there is something new in it, without asking Postgres. It knows only of
 * commits of this instance, so a reader also looks by itself from time to time.
 */
@Singleton
public class Commits {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile long count;

    /** How many commits there were; hand it to {@link #await} to learn of the next one. */
    public long count() {
        return count;
    }

    /** Waits for a commit after {@code seen}, at most this long. */
    public void await(long seen, Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            var left = atMost.toNanos();
            while (count == seen && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // only under the lock
    void happened() {
        lock.lock();
        try {
            count++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}

package io.pipestream.hook;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Wakes one thread that waits for something to do. A ring while it works is not lost. */
final class Bell {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition rung = lock.newCondition();
    private boolean isRinging;

    void ring() {
        lock.lock();
        try {
            isRinging = true;
            rung.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Returns at the next ring, or after this long. */
    void await(Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            var left = atMost.toNanos();
            while (!isRinging && left > 0) {
                left = rung.awaitNanos(left);
            }
            isRinging = false;
        } finally {
            lock.unlock();
        }
    }
}

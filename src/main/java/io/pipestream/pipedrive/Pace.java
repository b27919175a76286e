package io.pipestream.pipedrive;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/** So many calls in any window of time, first come, first served. Times are of {@link System#nanoTime()}. */
final class Pace {

    private final int most;
    private final long window;
    private final Deque<Long> started = new ArrayDeque<>();
    private final AtomicLong notBefore = new AtomicLong(System.nanoTime());
    private final ReentrantLock turn = new ReentrantLock(true);

    Pace(int most, Duration window) {
        this.most = most;
        this.window = window.toNanos();
    }

    /** Blocks until a call may start. */
    void await() throws InterruptedException {
        turn.lockInterruptibly();
        try {
            long wait;
            while ((wait = untilAllowed(System.nanoTime())) > 0) {
                TimeUnit.NANOSECONDS.sleep(wait);
            }
            started.addLast(System.nanoTime());
        } finally {
            turn.unlock();
        }
    }

    /** Nobody starts a call for so long: the other side has had enough. */
    void holdFor(Duration time) {
        notBefore.accumulateAndGet(System.nanoTime() + time.toNanos(), (a, b) -> b - a > 0 ? b : a);
    }

    private long untilAllowed(long now) {
        while (!started.isEmpty() && now - started.getFirst() >= window) {
            started.removeFirst();
        }
        var untilRoom = started.size() < most ? 0 : started.getFirst() + window - now;
        return Math.max(untilRoom, notBefore.get() - now);
    }
}

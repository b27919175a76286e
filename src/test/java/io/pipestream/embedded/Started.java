package io.pipestream.embedded;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * What has been started, to be stopped in the reverse order. A stop that comes in the middle of a start waits for it,
 * so nothing is left running whenever the signal comes.
 */
final class Started implements AutoCloseable {

    /** Held while things stop, so that a second stop returns only when the first is done. */
    private final ReentrantLock stop = new ReentrantLock();

    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private int starting;
    private boolean stopping;

    /**
     * Runs a start and remembers what it returns. Several may run at once.
     *
     * @throws StoppingException if a stop has begun; nothing is started then
     */
    <T extends AutoCloseable> T start(Callable<T> start) throws Exception {
        synchronized (this) {
            if (stopping) {
                throw new StoppingException();
            }
            starting++;
        }
        @Nullable T result = null;
        try {
            result = start.call();
            return result;
        } finally {
            synchronized (this) {
                if (result != null) {
                    running.push(result);
                }
                starting--;
                notifyAll();
            }
        }
    }

    synchronized boolean isStopping() {
        return stopping;
    }

    /** Whether a stop has begun or begins within this time. */
    synchronized boolean isStoppingWithin(Duration limit) throws InterruptedException {
        var deadline = System.nanoTime() + limit.toNanos();
        for (var left = limit; !stopping && left.isPositive(); left = Duration.ofNanos(deadline - System.nanoTime())) {
            wait(left.toMillis() + 1);
        }
        return stopping;
    }

    /**
     * Stops everything, newest first, and returns when it is done, whoever began it. One that fails to stop does not
     * keep the others from it.
     */
    @Override
    public void close() {
        stop.lock();
        try {
            awaitStarts();
            stopRunning();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            stop.unlock();
        }
    }

    private void stopRunning() {
        for (var next = takeNewest(); next != null; next = takeNewest()) {
            try {
                next.close();
            } catch (Exception e) {
                System.err.println("could not stop " + next.getClass().getSimpleName() + ": " + e);
            }
        }
    }

    private synchronized void awaitStarts() throws InterruptedException {
        stopping = true;
        notifyAll();
        while (starting > 0) {
            wait();
        }
    }

    private synchronized @Nullable AutoCloseable takeNewest() {
        return running.poll();
    }

    /** A stop was asked for while things were still starting. */
    static final class StoppingException extends RuntimeException {}
}

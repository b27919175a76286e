package io.pipestream.subscription;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Refreshes for those who miss something: each waits for one that begins after it asked, so that what it does not find
 * then is not there; one at a time and one a second, so that guessing costs next to nothing.
 */
final class SharedRefresh {

    private static final long NANOS_BETWEEN = 1_000_000_000L;

    private final Runnable refresh;
    private final ScheduledExecutorService threads;

    /** One that has not begun; null if nobody waits for one. */
    private @Nullable CompletableFuture<@Nullable Void> next;

    private boolean isRunning;
    private long begun = System.nanoTime() - NANOS_BETWEEN;

    SharedRefresh(Runnable refresh, ScheduledExecutorService threads) {
        this.refresh = refresh;
        this.threads = threads;
    }

    /** Completes when it is done, and fails as it does. */
    synchronized CompletionStage<@Nullable Void> join() {
        var waiting = next;
        if (waiting == null) {
            waiting = new CompletableFuture<>();
            next = waiting;
            if (!isRunning) {
                schedule();
            }
        }
        return waiting.copy(); // one who gives up waiting must not end it for the others
    }

    private void schedule() {
        isRunning = true;
        var pause = TimeUnit.NANOSECONDS.toMillis(begun + NANOS_BETWEEN - System.nanoTime());
        // What is scheduled there runs on an event loop.
        var unused = threads.schedule(() -> threads.execute(this::run), Math.max(1, pause), TimeUnit.MILLISECONDS);
    }

    private void run() {
        var mine = begin();
        try {
            refresh.run();
            mine.complete(null);
        } catch (Throwable e) {
            mine.completeExceptionally(e);
        } finally {
            end();
        }
    }

    private synchronized CompletableFuture<@Nullable Void> begin() {
        begun = System.nanoTime();
        var mine = next == null ? new CompletableFuture<@Nullable Void>() : next;
        next = null;
        return mine;
    }

    private synchronized void end() {
        isRunning = false;
        if (next != null) {
            schedule();
        }
    }
}

package io.pipestream.chaos;

import java.util.concurrent.TimeUnit;

/** Lets callers pass one after the other, at most so many a second; time that nobody used is not made up for. */
final class Pacer {

    private final long stepNanos;
    private long next = System.nanoTime();

    Pacer(double perSecond) {
        this.stepNanos = Math.round(1e9 / perSecond);
    }

    void await() throws InterruptedException {
        var wait = turn() - System.nanoTime();
        if (wait > 0) {
            TimeUnit.NANOSECONDS.sleep(wait);
        }
    }

    private synchronized long turn() {
        var now = System.nanoTime();
        var turn = next - now > 0 ? next : now;
        next = turn + stepNanos;
        return turn;
    }
}

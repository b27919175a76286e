package io.pipestream.replay;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import io.pipestream.platform.Lease;
import io.pipestream.replay.Replay.State;
import org.jboss.logging.Logger;

/** One tenure of a replay: reads, sends, notes what Kafka has, and looks whether it is still wanted. For one thread. */
final class ReplayRun {

    private static final Logger LOG = Logger.getLogger(ReplayRun.class);

    /** No wait is longer without a look, so that stopping takes no longer. */
    private static final Duration LOOK = Duration.ofMillis(200);

    private final ReplayRunner parts;
    private final Replay replay;
    private final UUID id;
    private final Outlet sink;
    private final Lease.Held held;
    private final Pace pace;
    private long renewedAt = System.nanoTime();

    ReplayRun(ReplayRunner parts, Replay replay, Outlet sink, Lease.Held held) {
        this.parts = parts;
        this.replay = replay;
        this.id = replay.id();
        this.sink = sink;
        this.held = held;
        this.pace = new Pace(replay.definition().rate(), parts.config.batchSize(), System.nanoTime());
    }

    /**
     * Returns when it is done or no longer wanted.
     *
     * @throws io.quarkiverse.resteasy.problem.HttpProblem if somebody else has it
     */
    void untilStopped() throws InterruptedException {
        if (!acknowledge(replay.perSecond())) {
            return;
        }
        var rest = replay.stretch().after(sink.mark().through());
        try (var ahead =
                ReadAhead.start(parts.journal, rest, pace::size, parts.config.batchBytes(), "replay-read-" + id)) {
            while (true) {
                var events = ahead.next(LOOK);
                if (events == null) {
                    if (!isWanted()) {
                        return;
                    }
                } else if (events.isEmpty()) {
                    end();
                    return;
                } else {
                    if (!awaitTurn()) {
                        return;
                    }
                    var before = sink.mark();
                    var from = System.nanoTime();
                    sink.send(events);
                    pace.sent(events.size(), from, System.nanoTime());
                    parts.metrics.countSent(replay.definition().target(), before, sink.mark());
                    if (!acknowledge(pace.perSecond())) {
                        return;
                    }
                }
            }
        }
    }

    /** False if it was stopped meanwhile. */
    private boolean awaitTurn() throws InterruptedException {
        while (true) {
            var nanos = pace.nanosUntilNext(System.nanoTime());
            if (nanos == 0) {
                return true;
            }
            TimeUnit.NANOSECONDS.sleep(Math.min(nanos, LOOK.toNanos()));
            if (!isWanted()) {
                return false;
            }
        }
    }

    private boolean isWanted() {
        renew();
        return parts.runs.state(id).filter(state -> state == State.RUNNING).isPresent();
    }

    private boolean acknowledge(double perSecond) {
        renew();
        return parts.runs
                .acknowledge(id, sink.mark(), perSecond)
                .filter(state -> state == State.RUNNING)
                .isPresent();
    }

    private void renew() {
        if (System.nanoTime() - renewedAt > parts.config.lease().toNanos() / 5) {
            held.renew();
            renewedAt = System.nanoTime();
        }
    }

    private void end() {
        var mark = sink.mark();
        var missing = replay.plan().count() - mark.sent();
        var isDone = missing == 0;
        var problem = isDone ? null : missing + " of the planned events are no longer in the journal.";
        if (parts.runs.end(id, isDone ? State.DONE : State.FAILED, problem, parts.clock.instant())) {
            LOG.infof("replay ended replay=%s sent=%d missing=%d", id, mark.sent(), missing);
        }
    }
}

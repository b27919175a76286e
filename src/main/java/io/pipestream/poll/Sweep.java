package io.pipestream.poll;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A row of {@code sweep}: how far a connection has been read.
 *
 * @param beganAt    when the account was connected; nothing older is ever told as new
 * @param cursor     everything up to here has been read and committed
 * @param lastRunAt  when the last run began; {@code beganAt} before there was one
 * @param rows       of the last run, or of the one under way; likewise {@code events}
 * @param waitUntil  no try before; null if nothing is in the way
 * @param waitReason what is in the way, a fixed word
 * @param plan       the run under way; null if there is none
 * @param version    of the row as it was read
 */
record Sweep(
        UUID connectionId,
        Mode mode,
        Instant beganAt,
        Instant cursor,
        Instant lastRunAt,
        long rows,
        long events,
        @Nullable Instant waitUntil,
        @Nullable String waitReason,
        @Nullable SweepPlan plan,
        long version) {

    Sweep running(SweepPlan run) {
        return new Sweep(connectionId, mode, beganAt, cursor, run.windowEnd(), 0, 0, null, null, run, version);
    }

    /** After a committed page. The cursor moves with the last page of the run. */
    Sweep after(SweepPlan rest, long moreRows, long moreEvents) {
        var isDone = rest.isDone();
        return new Sweep(
                connectionId,
                mode,
                beganAt,
                isDone ? rest.windowEnd() : cursor,
                lastRunAt,
                rows + moreRows,
                events + moreEvents,
                null,
                null,
                isDone ? null : rest,
                version);
    }

    /** The same run at another place. */
    Sweep with(SweepPlan other) {
        return new Sweep(
                connectionId, mode, beganAt, cursor, lastRunAt, rows, events, waitUntil, waitReason, other, version);
    }

    /** The run under way, where there is known to be one. */
    SweepPlan planOrFail() {
        return Objects.requireNonNull(plan, "no run is under way");
    }

    Sweep waiting(Instant until, String reason) {
        return new Sweep(connectionId, mode, beganAt, cursor, lastRunAt, rows, events, until, reason, plan, version);
    }

    /** There is nothing to read, so there is nothing to catch up with later. */
    Sweep idle(Instant now) {
        return new Sweep(connectionId, mode, beganAt, now, now, 0, 0, null, null, null, version);
    }

    /** What of the run under way is ours to tell. */
    Window window(SweepPlan run) {
        return new Window(run.windowStart().isAfter(beganAt) ? run.windowStart() : beganAt, null);
    }
}

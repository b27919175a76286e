package io.pipestream.replay;

import java.util.List;

import io.pipestream.hook.HookReplays;
import io.pipestream.journal.PendingEvent;
import io.pipestream.publish.ReplayMark;
import io.pipestream.publish.ReplaySink;

/** Where one tenure of a replay puts its events. For one thread. */
interface Outlet extends AutoCloseable {

    /** How far the replay is there, for ever. */
    ReplayMark mark();

    /** Puts the next events there, none left out; after an exception {@link #mark} tells how much of them is. */
    void send(List<PendingEvent> events) throws InterruptedException;

    @Override
    void close();

    /** Topics. */
    record Kafka(ReplaySink sink) implements Outlet {

        @Override
        public ReplayMark mark() {
            return sink.mark();
        }

        @Override
        public void send(List<PendingEvent> events) throws InterruptedException {
            sink.send(events);
        }

        @Override
        public void close() {
            sink.close();
        }
    }

    /** A hook's deliveries, which are sent as all others of it are. */
    record Hook(HookReplays.Tenure tenure) implements Outlet {

        @Override
        public ReplayMark mark() {
            return new ReplayMark(tenure.through(), tenure.lookedAt(), 0, -1);
        }

        @Override
        public void send(List<PendingEvent> events) {
            tenure.add(events);
        }

        @Override
        public void close() {
            // Each statement stands for itself.
        }
    }
}

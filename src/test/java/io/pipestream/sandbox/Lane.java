package io.pipestream.sandbox;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The first attempts waiting for one webhook. They start in the order of the changes, a bounded number at once, and
 * never two of the same record, so that a receiver that answers sees each record's events in order.
 */
final class Lane {

    private static final int MOST_IN_FLIGHT = 16;

    private final Deque<Delivery> waiting = new ArrayDeque<>();
    private final Set<String> busyRecords = new HashSet<>();
    private final Consumer<Delivery> sender;

    /** The sender must call {@link #done} when the attempt has ended, not before it returns. */
    Lane(Consumer<Delivery> sender) {
        this.sender = sender;
    }

    void add(Delivery delivery) {
        waiting.add(delivery);
        pump();
    }

    void done(Delivery delivery) {
        busyRecords.remove(delivery.change().recordKey());
        pump();
    }

    void clear() {
        waiting.clear();
    }

    int waiting() {
        return waiting.size();
    }

    int inFlight() {
        return busyRecords.size();
    }

    private void pump() {
        while (busyRecords.size() < MOST_IN_FLIGHT && !waiting.isEmpty()) {
            var next = waiting.getFirst();
            if (!busyRecords.add(next.change().recordKey())) {
                return; // an earlier event of this record is on its way
            }
            waiting.removeFirst();
            sender.accept(next);
        }
    }
}

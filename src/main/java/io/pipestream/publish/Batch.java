package io.pipestream.publish;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.stream.Collectors;

import io.pipestream.journal.PendingEvent;
import io.pipestream.journal.Published;

/** Hands out a batch so that no event is sent before the earlier ones of its record are settled. */
final class Batch {

    private final Map<String, Queue<PendingEvent>> byRecord = new LinkedHashMap<>();

    /** @param events in the order in which they were committed */
    Batch(List<PendingEvent> events) {
        for (var event : events) {
            byRecord.computeIfAbsent(event.key(), key -> new ArrayDeque<>()).add(event);
        }
    }

    boolean isEmpty() {
        return byRecord.isEmpty();
    }

    /** The oldest event of each record that is not held back. */
    List<PendingEvent> next() {
        return byRecord.values().stream().map(Queue::element).toList();
    }

    /** Goes on to each record's next event, and holds back the records whose event is not among the settled ones. */
    void settle(List<Published> settled) {
        var done = settled.stream().map(Published::seq).collect(Collectors.toSet());
        byRecord.values().removeIf(events -> !done.contains(events.remove().seq()) || events.isEmpty());
    }
}

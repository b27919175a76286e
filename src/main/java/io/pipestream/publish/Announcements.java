package io.pipestream.publish;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.pipestream.coverage.Coverage.Mark;

/**
 * What consumers have been told, and what they will be told once Kafka has every event that it stands for. One set of
 * marks waits at a time, so that under a steady load, when something is always on its way, each still gets its turn. For
 * one thread at a time.
 */
final class Announcements {

    private final Map<String, Instant> told = new HashMap<>();
    private List<Mark> waiting = List.of();
    private long barrier;

    /** Somebody else tells them from now on: what this one remembers does not count any more. */
    void handOver() {
        told.clear();
        waiting = List.of();
    }

    /**
     * What consumers may be told now: marks that go beyond what they were told, once everything that was in the journal
     * when the marks were read is in Kafka.
     *
     * @param marks              how far each company is complete
     * @param journalEnd         asked only after the marks, so every event that they stand for is at or before it
     * @param isPublishedThrough whether Kafka has every event up to that one
     */
    List<Mark> due(Supplier<List<Mark>> marks, LongSupplier journalEnd, LongPredicate isPublishedThrough) {
        if (waiting.isEmpty()) {
            waiting = marks.get().stream().filter(this::isNews).toList();
            barrier = journalEnd.getAsLong();
        }
        return !waiting.isEmpty() && isPublishedThrough.test(barrier) ? waiting : List.of();
    }

    /** Consumers were told. */
    void told(Mark mark) {
        told.put(mark.companyId(), mark.through());
        waiting = waiting.stream().filter(other -> !other.equals(mark)).toList();
    }

    private boolean isNews(Mark mark) {
        var before = told.get(mark.companyId());
        return before == null || mark.through().isAfter(before);
    }
}

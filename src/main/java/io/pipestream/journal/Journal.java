package io.pipestream.journal;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;

import io.pipestream.journal.JournalUnavailableException.Reason;
import io.pipestream.trace.Tracing;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/**
 * Makes deliveries durable and events unique. Appending the same change again changes nothing but the list of
 * deliveries, so callers may retry freely.
 */
@Singleton
public class Journal {

    private final JournalWriter writer;
    private final RecordWriter records;
    private final OrderedAppends ordered;
    private final PolledRows polled;
    private final Tracing tracing;
    private final ExecutorService threads;

    Journal(
            JournalWriter writer,
            RecordWriter records,
            OrderedAppends ordered,
            PolledRows polled,
            Tracing tracing,
            @VirtualThreads ExecutorService threads) {
        this.writer = writer;
        this.records = records;
        this.ordered = ordered;
        this.polled = polled;
        this.tracing = tracing;
        this.threads = threads;
    }

    /**
     * Stores the delivery and, if it is news, the event and its place in the outbox, in one commit; or the delivery and
     * its place in quarantine.
     *
     * @return completes when Postgres has committed, on the journal's thread; fails with
     *     {@link JournalUnavailableException} if that is not known, {@code pipestream.journal.patience} after now at the
     *     latest
     */
    public Uni<Appended> append(Arrival arrival) {
        return Uni.createFrom().emitter(emitter -> offer(Entry.of(arrival, records, emitter)));
    }

    /**
     * Stores all of these in this order. Those that were stored before change nothing, so after a failure all of it may
     * be repeated. Blocking.
     *
     * @throws JournalUnavailableException some may be stored; if one is, all before it are
     */
    public void appendInOrder(List<Arrival> arrivals) {
        ordered.append(arrivals.stream()
                .map(arrival -> Entry.of(arrival, records, null))
                .toList());
    }

    /**
     * Stores what is news in a page of polled rows, in one commit. A creation is news once. A change or a deletion is no
     * news if an event of the record is as new as it: a polled row never overtakes a newer event. A change is none either
     * if the same row's creation is, for that event shows the state after it. Only rows that were news are kept.
     *
     * @return completes when Postgres has committed; fails with {@link JournalUnavailableException} if the page has to be
     *     appended again, which is always safe
     */
    public Uni<PageResult> appendPolled(UUID connectionId, List<PolledCandidate> page) {
        var trace = tracing.current(); // here, for the thread of the commit has none
        return Uni.createFrom()
                .item(() -> polled.append(connectionId, page, trace))
                .runSubscriptionOn(threads);
    }

    /** Stores a polled row that was not understood, once however often it is read; completes as that of a delivery. */
    public Uni<Appended> quarantine(UUID connectionId, byte[] row, String reason) {
        return Uni.createFrom()
                .item(() -> {
                    polled.quarantine(connectionId, row, reason);
                    return Appended.QUARANTINED;
                })
                .runSubscriptionOn(threads);
    }

    private void offer(Entry entry) {
        if (!writer.offer(entry)) {
            entry.answerWith(
                    new JournalUnavailableException(Reason.FULL, "too many deliveries wait for a commit", null));
        }
    }
}

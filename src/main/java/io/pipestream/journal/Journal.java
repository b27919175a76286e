package io.pipestream.journal;

import io.pipestream.event.Delivery;
import io.pipestream.event.Observation;
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

    Journal(JournalWriter writer, RecordWriter records) {
        this.writer = writer;
        this.records = records;
    }

    /**
     * Stores the delivery and, if it is news, the event and its place in the outbox, in one commit.
     *
     * @return completes when Postgres has committed, on the journal's thread; fails with
     *     {@link JournalUnavailableException} if nothing was stored
     */
    public Uni<Appended> append(Delivery delivery, Observation observation) {
        var event = Entry.NewEvent.of(observation, delivery, records);
        return Uni.createFrom().emitter(emitter -> offer(new Entry(delivery, event, null, emitter)));
    }

    /** Stores a delivery that showed the right credentials and was not understood; completes as {@link #append} does. */
    public Uni<Appended> quarantine(Delivery delivery, String reason) {
        return Uni.createFrom().emitter(emitter -> offer(new Entry(delivery, null, reason, emitter)));
    }

    private void offer(Entry entry) {
        if (!writer.offer(entry)) {
            entry.answerWith(new JournalUnavailableException("too many deliveries wait for a commit"));
        }
    }
}

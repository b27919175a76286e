package io.pipestream.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import io.pipestream.event.Delivery;
import io.pipestream.event.Observation;
import io.pipestream.event.Trigger;
import io.pipestream.trace.Tracing;
import io.smallrye.mutiny.subscription.UniEmitter;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A delivery on its way to a commit, with what it told of or why it was not understood.
 *
 * @param event  null if the delivery goes to quarantine
 * @param reason null if it does not
 * @param since  when it began to wait, of the monotonic clock
 * @param answer null if nobody waits for it
 */
record Entry(
        Delivery delivery,
        @Nullable NewEvent event,
        @Nullable String reason,
        long since,
        @Nullable UniEmitter<? super Appended> answer) {

    private static final Logger LOG = Logger.getLogger(Entry.class);

    /** An event's columns, ready to be stored if it is news. */
    record NewEvent(
            UUID id,
            String companyId,
            String object,
            String recordId,
            String action,
            @Nullable String host,
            Instant occurredAt,
            String source,
            @Nullable String trigger,
            String record) {

        static NewEvent of(Observation observation, Instant receivedAt, RecordWriter writer) {
            var ref = observation.record();
            var occurredAt = observation.occurredAt() == null ? receivedAt : observation.occurredAt();
            return new NewEvent(
                    EventIds.of(observation.dedupeKey()),
                    ref.companyId(),
                    ref.object(),
                    ref.id(),
                    observation.action().word(),
                    observation.host(),
                    occurredAt,
                    observation.source().word(),
                    Trigger.of(ref.object(), observation.action())
                            .map(Trigger::slug)
                            .orElse(null),
                    writer.write(observation, occurredAt, receivedAt));
        }
    }

    /** Goes to quarantine if its event cannot be written, for it must neither be lost nor hold up what comes behind it. */
    static Entry of(Arrival arrival, RecordWriter writer, @Nullable UniEmitter<? super Appended> answer) {
        var now = System.nanoTime();
        return switch (arrival) {
            case Arrival.Understood(var delivery, var observation) -> {
                try {
                    var event = NewEvent.of(observation, delivery.receivedAt(), writer);
                    yield new Entry(delivery, event, null, now, answer);
                } catch (RuntimeException | StackOverflowError e) {
                    LOG.errorf(e, "event not written; quarantined delivery=%s", delivery.id());
                    yield new Entry(delivery, null, "the event cannot be written", now, answer);
                }
            }
            case Arrival.Rejected(var delivery, var reason) -> new Entry(delivery, null, reason, now, answer);
        };
    }

    /** The trace it is part of; null if it is part of none. */
    @Nullable
    String trace() {
        return delivery.headers().get(Tracing.HEADER);
    }

    boolean hasWaited(Duration patience, long now) {
        return now - since > patience.toNanos();
    }

    /** Tells the sender; one who is gone, or whose answer fails, must not cost others theirs. */
    void answerWith(Appended appended) {
        try {
            if (answer != null) {
                answer.complete(appended);
            }
        } catch (RuntimeException e) {
            LOG.warnf(e, "answer not delivered delivery=%s", delivery.id());
        }
    }

    /** As {@link #answerWith(Appended)}, when it is not known to be stored. Only the first of two answers counts. */
    void answerWith(JournalUnavailableException failure) {
        try {
            if (answer != null) {
                answer.fail(failure);
            }
        } catch (RuntimeException e) {
            LOG.warnf(e, "refusal not delivered delivery=%s", delivery.id());
        }
    }

    /** The bytes this entry keeps in memory, near enough. */
    long size() {
        return delivery.body().length + (event == null ? 0L : event.record().length());
    }

    /**
     * What is left to try after Postgres refused a value.
     *
     * @return null if there is nothing left in it that could be refused
     */
    @Nullable
    Entry simpler() {
        if (event != null) {
            return new Entry(delivery, null, "the event cannot be stored", since, answer);
        }
        return delivery.headers().isEmpty()
                ? null
                : new Entry(delivery.withoutHeaders(), null, "the headers cannot be stored", since, answer);
    }
}

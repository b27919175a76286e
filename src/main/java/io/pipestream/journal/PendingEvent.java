package io.pipestream.journal;

import java.time.Instant;
import java.util.UUID;

import io.pipestream.event.EventType;
import io.pipestream.event.RecordRef;
import org.jspecify.annotations.Nullable;

/**
 * An event that Kafka has not acknowledged.
 *
 * @param seq        its place in the journal; grows per record
 * @param ingestPath {@code webhook}, {@code poll} or {@code backfill}
 * @param record     the JSON value, to be published as it is
 * @param trace      the traceparent of what its record is to be a child of; null if there is none
 */
public record PendingEvent(
        long seq,
        UUID id,
        String companyId,
        String object,
        String recordId,
        String action,
        @Nullable String host,
        Instant occurredAt,
        Instant receivedAt,
        String ingestPath,
        String record,
        @Nullable String trace) {

    /** One that is part of no trace. */
    public PendingEvent(
            long seq,
            UUID id,
            String companyId,
            String object,
            String recordId,
            String action,
            @Nullable String host,
            Instant occurredAt,
            Instant receivedAt,
            String ingestPath,
            String record) {
        this(seq, id, companyId, object, recordId, action, host, occurredAt, receivedAt, ingestPath, record, null);
    }

    /** The same event as the child of another span. */
    public PendingEvent in(@Nullable String traceparent) {
        return new PendingEvent(
                seq,
                id,
                companyId,
                object,
                recordId,
                action,
                host,
                occurredAt,
                receivedAt,
                ingestPath,
                record,
                traceparent);
    }

    /** The Kafka record key: events with equal keys keep their order. */
    public String key() {
        return RecordRef.key(companyId, object, recordId);
    }

    /** What happened to which kind of record. */
    public EventType type() {
        return new EventType(object, action);
    }
}

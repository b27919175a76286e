package io.pipestream.bulk;

import java.time.Instant;
import java.util.UUID;

/** An event with its delivery, as the journal holds them once Kafka has the event. */
public record BulkEvent(
        UUID id,
        UUID deliveryId,
        String object,
        String recordId,
        String action,
        Instant occurredAt,
        Instant receivedAt,
        String trigger,
        String record,
        String body) {}

package io.pipestream.journal;

import java.time.Instant;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * An event as the management API shows it.
 *
 * @param type      CloudEvents type, {@code com.pipedrive.deal.added}
 * @param subject   {@code deal/123}
 * @param key       the Kafka record key
 * @param sequence  grows in commit order
 * @param topic     null until Kafka has acknowledged the event; so are partition and offset
 * @param problem   why it failed, null if it did not
 */
public record StoredEvent(
        UUID id,
        String type,
        String subject,
        String key,
        long sequence,
        Instant occurredAt,
        Instant receivedAt,
        String source,
        EventFilter.State state,
        @Nullable String topic,
        @Nullable Integer partition,
        @Nullable Long offset,
        @Nullable String problem,
        @Nullable String trigger,
        JsonNode payload,
        JsonNode object,
        JsonNode previous,
        JsonNode meta) {}

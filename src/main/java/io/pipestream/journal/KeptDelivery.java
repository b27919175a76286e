package io.pipestream.journal;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A delivery, or a polled row, that told of an event.
 *
 * @param registrationId of the webhook that brought it; null for a polled row
 * @param connectionId   the connection a row was read from; null for a webhook's delivery
 * @param path           {@code webhook}, {@code poll} or {@code backfill}
 * @param isFirst        the event was made of it; otherwise the event was stored before
 * @param headers        those that were kept, lower-case names
 * @param isBodyKept     false once its time is over
 */
public record KeptDelivery(
        UUID id,
        Instant receivedAt,
        @Nullable UUID registrationId,
        @Nullable UUID connectionId,
        String path,
        boolean isFirst,
        Map<String, String> headers,
        boolean isBodyKept) {}

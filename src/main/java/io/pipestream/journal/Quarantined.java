package io.pipestream.journal;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A delivery we could authenticate but not understand.
 *
 * @param bytes          length of the body
 * @param bodyHead       the first 4,096 bytes of the body in Base64, for it need not be text
 * @param registrationId of the webhook that brought it; null for a polled row
 * @param connectionId   of which a row was polled; null for a webhook's delivery
 * @param eventId        that it became, or that was stored before; null while it is none
 */
public record Quarantined(
        UUID id,
        String reason,
        Instant receivedAt,
        int bytes,
        String bodyHead,
        QuarantineFilter.State state,
        @Nullable UUID registrationId,
        @Nullable UUID connectionId,
        @Nullable UUID eventId) {}

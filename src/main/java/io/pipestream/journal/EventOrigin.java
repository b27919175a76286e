package io.pipestream.journal;

import java.time.Instant;
import java.util.UUID;

import io.pipestream.event.Action;
import io.pipestream.event.RecordRef;
import io.pipestream.event.Source;
import org.jspecify.annotations.Nullable;

/**
 * A stored event with what it was made of.
 *
 * @param host       the account's; null if the path did not tell
 * @param receivedAt our clock
 * @param json       what consumers read, byte for byte
 * @param deliveryId the first delivery that told of it
 * @param body       of that delivery; null if there is no such delivery any more
 */
public record EventOrigin(
        UUID id,
        RecordRef record,
        Action action,
        Source source,
        @Nullable String host,
        Instant receivedAt,
        String json,
        UUID deliveryId,
        @Nullable KeptBody body) {

    /** Keeps customer data out of logs. */
    @Override
    public String toString() {
        return "EventOrigin[" + id + ' ' + record.key() + ']';
    }
}

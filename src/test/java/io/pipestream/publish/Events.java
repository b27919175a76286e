package io.pipestream.publish;

import java.time.Instant;
import java.util.UUID;

import io.pipestream.journal.PendingEvent;

/** Events as they come from the outbox. */
final class Events {

    private Events() {}

    /** The change of a deal. */
    static PendingEvent of(long seq, String record) {
        return new PendingEvent(
                seq,
                new UUID(0, seq),
                "1",
                "deal",
                record,
                "updated",
                null,
                Instant.EPOCH,
                Instant.EPOCH,
                "webhook",
                "{}");
    }
}

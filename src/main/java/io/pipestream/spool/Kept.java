package io.pipestream.spool;

import io.pipestream.journal.Appended;

/** Where a delivery is, once it is durable. */
public enum Kept {
    /** In the journal, and it was news. */
    STORED,
    /** In the journal, where its event was before. */
    DUPLICATE,
    /** In quarantine. */
    QUARANTINED,
    /** In Postgres, until what comes before it is drained. */
    HELD,
    /** In Kafka, until Postgres is back. */
    SPOOLED;

    static Kept of(Appended appended) {
        return switch (appended) {
            case STORED -> STORED;
            case DUPLICATE -> DUPLICATE;
            case QUARANTINED -> QUARANTINED;
        };
    }
}

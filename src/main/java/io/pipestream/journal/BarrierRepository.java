package io.pipestream.journal;

import javax.sql.DataSource;

import io.pipestream.platform.Statements;
import jakarta.inject.Singleton;

/**
 * SQL that tells whether Kafka has everything that was committed up to some moment. Sequence numbers are in the order of
 * commits, so the journal's end at that moment stands for it.
 */
@Singleton
public class BarrierRepository {

    private static final String END = """
            SELECT coalesce(max(seq), 0) FROM event
            """;

    private static final String IS_WAITING = """
            SELECT EXISTS (SELECT FROM outbox WHERE event_seq <= ?)
            """;

    private final Statements statements;

    BarrierRepository(DataSource postgres) {
        this.statements = new Statements(postgres);
    }

    /** The sequence number of the newest event; 0 if there is none. */
    public long end() {
        return statements.one("reading the journal's end", END, row -> row.getLong(1));
    }

    /** Whether Kafka has acknowledged, or refused for ever, every event up to this one. */
    public boolean isPublishedThrough(long seq) {
        return statements.one(
                "looking for unpublished events",
                IS_WAITING,
                statement -> statement.setLong(1, seq),
                row -> !row.getBoolean(1));
    }
}

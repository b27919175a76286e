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

    private static final String IS_WAITING = """
            SELECT EXISTS (SELECT FROM outbox WHERE event_seq <= ?)
            """;

    private final Statements statements;
    private final PlaceRepository places;

    BarrierRepository(DataSource postgres, PlaceRepository places) {
        this.statements = new Statements(postgres);
        this.places = places;
    }

    /** The sequence number of the newest event; 0 if there is none. */
    public long end() {
        return places.end();
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

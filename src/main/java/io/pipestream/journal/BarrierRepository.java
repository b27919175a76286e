package io.pipestream.journal;

import java.sql.SQLException;
import javax.sql.DataSource;

import io.pipestream.platform.PostgresException;
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

    private final DataSource postgres;

    BarrierRepository(DataSource postgres) {
        this.postgres = postgres;
    }

    /** The sequence number of the newest event; 0 if there is none. */
    public long end() {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(END);
                var rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new PostgresException("reading the journal's end", e.getSQLState(), e);
        }
    }

    /** Whether Kafka has acknowledged, or refused for ever, every event up to this one. */
    public boolean isPublishedThrough(long seq) {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(IS_WAITING)) {
            statement.setLong(1, seq);
            try (var rows = statement.executeQuery()) {
                rows.next();
                return !rows.getBoolean(1);
            }
        } catch (SQLException e) {
            throw new PostgresException("looking for unpublished events", e.getSQLState(), e);
        }
    }
}

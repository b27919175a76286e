package io.pipestream.journal;

import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;

import io.pipestream.event.EventType;
import io.pipestream.event.RecordRef;
import io.pipestream.platform.PostgresException;
import jakarta.inject.Singleton;

/**
 * SQL for whoever follows the journal and wants few of its events: all of them without what is in them, in the order of
 * their commits, and what is in those that are wanted.
 */
@Singleton
public class FeedRepository {

    private static final String END = "SELECT coalesce(max(seq), 0) FROM event";

    private static final String HEADS = """
            SELECT e.seq, e.id, e.company_id, e.object, e.record_id, e.action, e.received_at
              FROM event e
             WHERE e.seq > ?
             ORDER BY e.seq
             LIMIT ?
            """;

    private static final String EVENTS = """
            SELECT e.seq, e.id, e.company_id, e.object, e.record_id, e.action, e.host, e.occurred_at, e.received_at,
                   e.source, e.record
              FROM event e
             WHERE e.seq = ANY (?)
            """;

    private final DataSource postgres;

    FeedRepository(DataSource postgres) {
        this.postgres = postgres;
    }

    /** An event without what is in it. */
    public record Head(long seq, UUID id, RecordRef record, EventType type, Instant receivedAt) {}

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

    /** The next events after this place. What is committed later stands behind them. */
    public List<Head> after(long seq, int most) {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(HEADS)) {
            statement.setLong(1, seq);
            statement.setInt(2, most);
            var heads = new ArrayList<Head>();
            try (var row = statement.executeQuery()) {
                while (row.next()) {
                    heads.add(new Head(
                            row.getLong(1),
                            row.getObject(2, UUID.class),
                            new RecordRef(row.getString(3), row.getString(4), row.getString(5)),
                            new EventType(row.getString(4), row.getString(6)),
                            row.getObject(7, OffsetDateTime.class).toInstant()));
                }
            }
            return heads;
        } catch (SQLException e) {
            throw new PostgresException("following the journal", e.getSQLState(), e);
        }
    }

    /** Those that are still there, by sequence number. */
    public Map<Long, PendingEvent> events(Collection<Long> seqs) {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(EVENTS)) {
            statement.setArray(1, connection.createArrayOf("bigint", seqs.toArray()));
            var events = new HashMap<Long, PendingEvent>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    var event = OutboxRepository.pending(rows);
                    events.put(event.seq(), event);
                }
            }
            return events;
        } catch (SQLException e) {
            throw new PostgresException("reading events", e.getSQLState(), e);
        }
    }
}

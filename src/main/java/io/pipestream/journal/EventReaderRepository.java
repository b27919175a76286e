package io.pipestream.journal;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

import io.pipestream.event.Source;
import io.pipestream.platform.PostgresException;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** SQL that reads selected events in order. Each call is a statement of its own: nothing stays open in between. */
@Singleton
class EventReaderRepository implements EventReader {

    /** {@code octet_length} reads the stored length and not the text. */
    private static final String RANGE = """
            SELECT r.count, r.first, r.last, f.id, l.id, f.received_at, l.received_at, r.bytes
              FROM (SELECT count(*) AS count, coalesce(min(e.seq), 0) AS first, coalesce(max(e.seq), 0) AS last,
                           coalesce(sum(octet_length(e.record)), 0) AS bytes
                      FROM event e %s) r
              LEFT JOIN event f ON f.seq = r.first
              LEFT JOIN event l ON l.seq = r.last
            """;

    private static final String AFTER = """
            SELECT e.seq, e.id, e.company_id, e.object, e.record_id, e.action, e.host, e.occurred_at, e.received_at,
                   e.source, e.record, e.trigger
              FROM event e %s
             ORDER BY e.seq
             LIMIT ?
            """;

    /** Rows that the driver reads ahead, so that it does not hold a batch of large records twice. */
    private static final int FETCH = 200;

    /** Characters of records in one batch. */
    private static final long LARGEST_BATCH = 16_000_000;

    private final DataSource postgres;

    EventReaderRepository(DataSource postgres) {
        this.postgres = postgres;
    }

    @Override
    public Range range(EventSelection selection) {
        var where = where(selection);
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(where.in(RANGE))) {
            bind(statement, where);
            try (var rows = statement.executeQuery()) {
                rows.next();
                return new Range(
                        rows.getLong(1),
                        rows.getLong(2),
                        rows.getLong(3),
                        rows.getObject(4, UUID.class),
                        rows.getObject(5, UUID.class),
                        instant(rows, 6),
                        instant(rows, 7),
                        rows.getLong(8));
            }
        } catch (SQLException e) {
            throw new PostgresException("counting events", e.getSQLState(), e);
        }
    }

    @Override
    public List<Stored> after(long seq, long throughSeq, int max, EventSelection selection) {
        var where = where(selection).and("e.seq > ?", seq).and("e.seq <= ?", throughSeq);
        try (var connection = postgres.getConnection()) {
            // The driver reads ahead by parts only within a transaction.
            connection.setAutoCommit(false);
            try (var statement = connection.prepareStatement(where.in(AFTER))) {
                statement.setInt(bind(statement, where) + 1, max);
                statement.setFetchSize(Math.min(max, FETCH));
                return read(statement);
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new PostgresException("reading selected events", e.getSQLState(), e);
        }
    }

    private static Where where(EventSelection selection) {
        var where = new Where()
                .andIfGiven("e.company_id = ?", selection.companyId())
                .andIfGiven("e.object = ?", selection.object())
                .andIfGiven("e.action = ?", selection.action())
                .andIfGiven("e.record_id = ?", selection.recordId())
                .andIfGiven("e.trigger = ?", selection.trigger())
                .andIfGiven("e.received_at >= ?", selection.from())
                .andIfGiven("e.received_at < ?", selection.until());
        return selection.ids().isEmpty()
                ? where
                : where.and(EventConditions.IDS, (Object) selection.ids().toArray(UUID[]::new));
    }

    private static List<Stored> read(PreparedStatement statement) throws SQLException {
        var events = new ArrayList<Stored>();
        long size = 0;
        try (var rows = statement.executeQuery()) {
            while (size < LARGEST_BATCH && rows.next()) {
                var event = stored(rows);
                size += event.event().record().length();
                events.add(event);
            }
        }
        return events;
    }

    /** @return how many parameters are bound */
    private static int bind(PreparedStatement statement, Where where) throws SQLException {
        int position = 0;
        for (var value : where.values()) {
            statement.setObject(++position, value);
        }
        return position;
    }

    private static Stored stored(ResultSet row) throws SQLException {
        var source = row.getString(10);
        var event = new PendingEvent(
                row.getLong(1),
                row.getObject(2, UUID.class),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getObject(8, OffsetDateTime.class).toInstant(),
                row.getObject(9, OffsetDateTime.class).toInstant(),
                Source.of(source).ingestPath(),
                row.getString(11));
        return new Stored(event, source, row.getString(12));
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        var time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}

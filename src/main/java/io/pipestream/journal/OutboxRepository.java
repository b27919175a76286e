package io.pipestream.journal;

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;

import io.pipestream.event.Source;
import io.pipestream.platform.PostgresException;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** SQL for {@code outbox} and {@code publication}: what Kafka still has to be given, and what it has acknowledged. */
@Singleton
public class OutboxRepository {

    /**
     * By sequence number, which is commit order: see {@link JournalRepository}. The first event comes whatever its size;
     * {@code octet_length} reads the stored length and not the text.
     */
    private static final String OLDEST = """
            SELECT seq, id, company_id, object, record_id, action, host, occurred_at, received_at, source, record
              FROM (SELECT e.seq, e.id, e.company_id, e.object, e.record_id, e.action, e.host,
                           e.occurred_at, e.received_at, e.source, e.record,
                           octet_length(e.record) AS size,
                           sum(octet_length(e.record)) OVER (ORDER BY e.seq) AS total
                      FROM (SELECT event_seq FROM outbox ORDER BY event_seq LIMIT ?) o
                      JOIN event e ON e.seq = o.event_seq) waiting
             WHERE total <= ? OR total = size
             ORDER BY seq
            """;

    /**
     * Commits without waiting for the disk, which is the journal's to wait for. A power cut may take the last
     * acknowledgements with it; their events are sent again, as after any crash between Kafka's word and ours.
     */
    private static final String ACKNOWLEDGE = """
            WITH acknowledged AS (
                SELECT * FROM unnest(?::bigint[], ?::text[], ?::integer[], ?::bigint[], ?::text[])
                           AS t (event_seq, topic, "partition", "offset", problem)
            ), removed AS (
                DELETE FROM outbox USING acknowledged a WHERE outbox.event_seq = a.event_seq
            )
            INSERT INTO publication (event_seq, topic, "partition", "offset", published_at, problem)
            SELECT event_seq, topic, "partition", "offset", now(), problem
              FROM acknowledged, (SELECT set_config('synchronous_commit', 'off', true)) AS unsynced
            ON CONFLICT (event_seq) DO NOTHING
            """;

    private static final String BACKLOG = """
            SELECT (SELECT count(*) FROM outbox),
                   coalesce((SELECT extract(epoch FROM now() - received_at)
                               FROM event WHERE seq = (SELECT min(event_seq) FROM outbox)), 0)
            """;

    private final DataSource postgres;

    OutboxRepository(@io.quarkus.agroal.DataSource("journal") DataSource postgres) {
        this.postgres = postgres;
    }

    /** Events waiting for Kafka and the age of the oldest, in seconds. */
    public record Backlog(long size, double oldestAgeSeconds) {}

    /**
     * The oldest events that Kafka has not acknowledged, in the order in which they were committed.
     *
     * @param bytes what their records may add up to; one that is larger by itself comes alone
     */
    public List<PendingEvent> oldest(int limit, long bytes) {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(OLDEST)) {
            statement.setInt(1, limit);
            statement.setLong(2, bytes);
            var events = new ArrayList<PendingEvent>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    events.add(pending(rows));
                }
            }
            return events;
        } catch (SQLException e) {
            throw new PostgresException("reading the outbox", e.getSQLState(), e);
        }
    }

    /** Takes the events off the outbox and notes where Kafka put them. Repeating it changes nothing. */
    public void acknowledge(List<Published> published) {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(ACKNOWLEDGE)) {
            statement.setArray(1, array(connection, "bigint", published, Published::seq));
            statement.setArray(2, array(connection, "text", published, Published::topic));
            statement.setArray(3, array(connection, "integer", published, Published::partition));
            statement.setArray(4, array(connection, "bigint", published, Published::offset));
            statement.setArray(5, array(connection, "text", published, Published::problem));
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new PostgresException("acknowledging " + published.size() + " events", e.getSQLState(), e);
        }
    }

    /** How far Kafka is behind the journal. */
    public Backlog backlog() {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(BACKLOG);
                var rows = statement.executeQuery()) {
            rows.next();
            return new Backlog(rows.getLong(1), rows.getDouble(2));
        } catch (SQLException e) {
            throw new PostgresException("measuring the outbox", e.getSQLState(), e);
        }
    }

    private static Array array(
            Connection connection, String type, List<Published> rows, Function<Published, @Nullable Object> value)
            throws SQLException {
        return connection.createArrayOf(type, rows.stream().map(value).toArray());
    }

    private static PendingEvent pending(ResultSet row) throws SQLException {
        return new PendingEvent(
                row.getLong(1),
                row.getObject(2, UUID.class),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getObject(8, OffsetDateTime.class).toInstant(),
                row.getObject(9, OffsetDateTime.class).toInstant(),
                Source.of(row.getString(10)).ingestPath(),
                row.getString(11));
    }
}

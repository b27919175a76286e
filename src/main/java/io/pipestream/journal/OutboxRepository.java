package io.pipestream.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;

import io.pipestream.event.Source;
import io.pipestream.platform.PostgresException;
import jakarta.inject.Singleton;

/** SQL that reads {@code outbox}: what Kafka still has to be given. */
@Singleton
public class OutboxRepository {

    /** From a number on, for in front of it the index is full of rows that are gone and not yet vacuumed. */
    private static final String IN_TURN = """
            SELECT event_seq, received_at FROM outbox
             WHERE shard = ? AND event_seq > ? AND out_of_turn IS NULL
             ORDER BY event_seq LIMIT ?
            """;

    private static final String OUT_OF_TURN = """
            SELECT event_seq, received_at FROM outbox
             WHERE shard = ? AND out_of_turn = ? AND out_of_turn IS NOT NULL
             ORDER BY event_seq LIMIT ?
            """;

    private static final String WAITING = """
            SELECT DISTINCT e.company_id || ':' || e.object || ':' || e.record_id, o.out_of_turn
              FROM outbox o
              JOIN event e ON e.seq = o.event_seq AND e.received_at = o.received_at
             WHERE o.shard = ? AND o.out_of_turn <> '' AND o.out_of_turn IS NOT NULL
            """;

    /**
     * {@code octet_length} reads the stored length and not the text. The times leave only the partitions to look into that
     * may have one of the events.
     */
    private static final String LOAD = """
            SELECT seq, id, company_id, object, record_id, action, host, occurred_at, received_at, source, record
              FROM (SELECT e.*, octet_length(e.record) AS size,
                           sum(octet_length(e.record)) OVER (ORDER BY e.seq) AS total
                      FROM event e
                     WHERE e.seq = ANY (?::bigint[]) AND e.received_at BETWEEN ? AND ?) waiting
             WHERE total <= ? OR total = size
             ORDER BY seq
            """;

    /** Asked for only while there are traces. {@code headers} is the text of an object that the journal wrote. */
    private static final String TRACES = """
            SELECT e.seq, d.headers::json ->> 'traceparent'
              FROM event e
              JOIN delivery d ON d.id = e.delivery_id AND d.received_at = e.received_at
             WHERE e.seq = ANY (?::bigint[]) AND e.received_at BETWEEN ? AND ?
               AND d.received_at BETWEEN ? AND ?
            """;

    private static final String BACKLOG = """
            SELECT (SELECT count(*) FROM outbox),
                   coalesce((SELECT extract(epoch FROM now() - received_at)
                               FROM (SELECT oldest.event_seq, oldest.received_at
                                       FROM relay_shard s,
                                            LATERAL (SELECT event_seq, received_at FROM outbox o
                                                      WHERE o.shard = s.shard
                                                      ORDER BY event_seq LIMIT 1) oldest) heads
                              ORDER BY event_seq LIMIT 1), 0)
            """;

    private static final Comparator<Place> BY_TIME = Comparator.comparing(Place::receivedAt);

    private final DataSource postgres;

    OutboxRepository(@io.quarkus.agroal.DataSource("journal") DataSource postgres) {
        this.postgres = postgres;
    }

    /** Events waiting for Kafka and the age of the oldest, in seconds. */
    public record Backlog(long size, double oldestAgeSeconds) {}

    /** Where an event is: its number, and when it was received. */
    record Place(long seq, Instant receivedAt) {}

    List<Place> inTurn(int shard, long after, int limit) {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(IN_TURN)) {
            statement.setInt(1, shard);
            statement.setLong(2, after);
            statement.setInt(3, limit);
            return places(statement.executeQuery());
        } catch (SQLException e) {
            throw new PostgresException("reading the outbox", e.getSQLState(), e);
        }
    }

    /** @param waitingFor a topic, or an empty text for those that wait for nothing */
    List<Place> outOfTurn(int shard, String waitingFor, int limit) {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(OUT_OF_TURN)) {
            statement.setInt(1, shard);
            statement.setString(2, waitingFor);
            statement.setInt(3, limit);
            return places(statement.executeQuery());
        } catch (SQLException e) {
            throw new PostgresException("reading the outbox out of turn", e.getSQLState(), e);
        }
    }

    Map<String, String> waiting(int shard) {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(WAITING)) {
            statement.setInt(1, shard);
            var topics = new HashMap<String, String>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    topics.put(rows.getString(1), rows.getString(2));
                }
            }
            return topics;
        } catch (SQLException e) {
            throw new PostgresException("reading what waits", e.getSQLState(), e);
        }
    }

    /** The oldest of the events whose records fit into the bytes; the first comes whatever its size. */
    List<PendingEvent> load(List<Place> places, long bytes) {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(LOAD)) {
            bind(connection, statement, places);
            statement.setLong(4, bytes);
            var events = new ArrayList<PendingEvent>(places.size());
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    events.add(pending(rows));
                }
            }
            return events;
        } catch (SQLException e) {
            throw new PostgresException("reading " + places.size() + " events", e.getSQLState(), e);
        }
    }

    /** The traces of which these events are part; without those that are part of none. */
    Map<Long, String> traces(List<Place> places) {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(TRACES)) {
            bind(connection, statement, places);
            statement.setObject(4, utc(Collections.min(places, BY_TIME)));
            statement.setObject(5, utc(Collections.max(places, BY_TIME)));
            var traces = HashMap.<Long, String>newHashMap(places.size());
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    var trace = rows.getString(2);
                    if (trace != null) {
                        traces.put(rows.getLong(1), trace);
                    }
                }
            }
            return traces;
        } catch (SQLException e) {
            throw new PostgresException("reading the traces of " + places.size() + " events", e.getSQLState(), e);
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

    private static void bind(Connection connection, PreparedStatement statement, List<Place> places)
            throws SQLException {
        statement.setArray(
                1,
                connection.createArrayOf(
                        "bigint", places.stream().map(Place::seq).toArray()));
        statement.setObject(2, utc(Collections.min(places, BY_TIME)));
        statement.setObject(3, utc(Collections.max(places, BY_TIME)));
    }

    private static OffsetDateTime utc(Place place) {
        return place.receivedAt().atOffset(ZoneOffset.UTC);
    }

    private static List<Place> places(ResultSet rows) throws SQLException {
        var places = new ArrayList<Place>();
        try (rows) {
            while (rows.next()) {
                places.add(new Place(
                        rows.getLong(1), rows.getObject(2, OffsetDateTime.class).toInstant()));
            }
        }
        return places;
    }

    /** Of sequence number, id, company, object, record, action, host, both times, source and text, in this order. */
    static PendingEvent pending(ResultSet row) throws SQLException {
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

package io.pipestream.journal;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;

import io.pipestream.event.Source;
import io.pipestream.platform.SqlArrays;
import io.pipestream.platform.Statements;
import io.pipestream.platform.Timestamps;
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

    private final Statements statements;

    OutboxRepository(@io.quarkus.agroal.DataSource("journal") DataSource postgres) {
        this.statements = new Statements(postgres);
    }

    /** Events waiting for Kafka and the age of the oldest, in seconds. */
    public record Backlog(long size, double oldestAgeSeconds) {}

    /** Where an event is: its number, and when it was received. */
    record Place(long seq, Instant receivedAt) {}

    List<Place> inTurn(int shard, long after, int limit) {
        return statements.list(
                "reading the outbox",
                IN_TURN,
                statement -> {
                    statement.setInt(1, shard);
                    statement.setLong(2, after);
                    statement.setInt(3, limit);
                },
                OutboxRepository::place);
    }

    /** @param waitingFor a topic, or an empty text for those that wait for nothing */
    List<Place> outOfTurn(int shard, String waitingFor, int limit) {
        return statements.list(
                "reading the outbox out of turn",
                OUT_OF_TURN,
                statement -> {
                    statement.setInt(1, shard);
                    statement.setString(2, waitingFor);
                    statement.setInt(3, limit);
                },
                OutboxRepository::place);
    }

    Map<String, String> waiting(int shard) {
        var topics = new HashMap<String, String>();
        statements.each(
                "reading what waits",
                WAITING,
                statement -> statement.setInt(1, shard),
                row -> topics.put(row.getString(1), row.getString(2)));
        return topics;
    }

    /** The oldest of the events whose records fit into the bytes; the first comes whatever its size. */
    List<PendingEvent> load(List<Place> places, long bytes) {
        return statements.list(
                "reading " + places.size() + " events",
                LOAD,
                statement -> {
                    bind(statement, places);
                    statement.setLong(4, bytes);
                },
                OutboxRepository::pending);
    }

    /** The traces of which these events are part; without those that are part of none. */
    Map<Long, String> traces(List<Place> places) {
        var traces = HashMap.<Long, String>newHashMap(places.size());
        statements.each(
                "reading the traces of " + places.size() + " events",
                TRACES,
                statement -> {
                    bind(statement, places);
                    Timestamps.set(
                            statement, 4, Collections.min(places, BY_TIME).receivedAt());
                    Timestamps.set(
                            statement, 5, Collections.max(places, BY_TIME).receivedAt());
                },
                row -> {
                    var trace = row.getString(2);
                    if (trace != null) {
                        traces.put(row.getLong(1), trace);
                    }
                });
        return traces;
    }

    /** How far Kafka is behind the journal. */
    public Backlog backlog() {
        return statements.one("measuring the outbox", BACKLOG, row -> new Backlog(row.getLong(1), row.getDouble(2)));
    }

    private static void bind(PreparedStatement statement, List<Place> places) throws SQLException {
        SqlArrays.set(statement, 1, "bigint", places, Place::seq);
        Timestamps.set(statement, 2, Collections.min(places, BY_TIME).receivedAt());
        Timestamps.set(statement, 3, Collections.max(places, BY_TIME).receivedAt());
    }

    private static Place place(ResultSet row) throws SQLException {
        return new Place(row.getLong(1), Timestamps.get(row, 2));
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
                Timestamps.get(row, 8),
                Timestamps.get(row, 9),
                Source.of(row.getString(10)).ingestPath(),
                row.getString(11));
    }
}

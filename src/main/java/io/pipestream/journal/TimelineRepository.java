package io.pipestream.journal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

import io.pipestream.platform.Statements;
import io.pipestream.platform.Timestamps;
import jakarta.inject.Singleton;

/** SQL that reads what the journal itself knows of an event's way. */
@Singleton
class TimelineRepository {

    private static final String STORED = """
            SELECT e.received_at, e.source, e.delivery_id, d.registration_id, d.connection_id
              FROM event e
              LEFT JOIN delivery d ON d.id = e.delivery_id AND d.received_at = e.received_at
             WHERE e.seq = ? AND e.received_at = ?
            """;

    /** The event's own delivery may be marked as one, after a commit that was repeated. */
    private static final String DUPLICATES = """
            SELECT d.received_at, d.source, d.id, d.registration_id
              FROM delivery d
             WHERE d.event_id = ? AND d.duplicate AND d.id <> ?
             ORDER BY d.received_at, d.id
             LIMIT 1000
            """;

    private static final String PUBLISHED = """
            SELECT published_at, topic, "partition", "offset", problem FROM publication WHERE event_seq = ?
            """;

    private static final String WAITING = """
            SELECT o.out_of_turn
              FROM event e
              JOIN outbox o ON o.event_seq = e.seq
                           AND o.shard = record_shard(e.company_id, e.object, e.record_id,
                                                      (SELECT count(*) FROM relay_shard))
             WHERE e.seq = ? AND e.received_at = ?
            """;

    private final Statements statements;

    TimelineRepository(DataSource postgres) {
        this.statements = new Statements(postgres);
    }

    /** An event's first delivery, and what it tells. */
    record Origin(UUID deliveryId, List<TimelineEntry> entries) {}

    /** How it came and became an event. Nobody notes when a commit was. */
    Origin origin(long seq, Instant receivedAt) {
        return statements.one(
                "reading the way of event " + seq,
                STORED,
                statement -> {
                    statement.setLong(1, seq);
                    Timestamps.set(statement, 2, receivedAt);
                },
                row -> {
                    var deliveryId = row.getObject(3, UUID.class);
                    var received = new TimelineEntry(Timestamps.get(row, 1), "received")
                            .with("source", row.getString(2))
                            .with("delivery_id", deliveryId)
                            .with("registration_id", row.getObject(4, UUID.class))
                            .with("connection_id", row.getObject(5, UUID.class));
                    return new Origin(
                            deliveryId, List.of(received, new TimelineEntry(null, "stored").with("sequence", seq)));
                });
    }

    /** The first thousand sightings of what was known. */
    List<TimelineEntry> duplicates(UUID eventId, UUID firstDeliveryId) {
        return read(
                DUPLICATES,
                List.of(eventId, firstDeliveryId),
                row -> new TimelineEntry(Timestamps.get(row, 1), "duplicate")
                        .with("source", row.getString(2))
                        .with("delivery_id", row.getObject(3, UUID.class))
                        .with("registration_id", row.getObject(4, UUID.class)));
    }

    /** Where it is in Kafka, or what it waits for. */
    List<TimelineEntry> published(long seq, Instant receivedAt) {
        var published = read(PUBLISHED, List.of(seq), row -> {
            var problem = row.getString(5);
            return new TimelineEntry(Timestamps.get(row, 1), problem == null ? "published" : "dead_lettered")
                    .with("topic", row.getString(2))
                    .with("partition", row.getObject(3, Integer.class))
                    .with("offset", row.getObject(4, Long.class))
                    .with("problem", problem);
        });
        return published.isEmpty()
                ? read(
                        WAITING,
                        List.of(seq, receivedAt.atOffset(ZoneOffset.UTC)),
                        row -> new TimelineEntry(null, "waiting").with("for", what(row)))
                : published;
    }

    private static String what(ResultSet row) throws SQLException {
        var topic = row.getString(1);
        return topic == null || topic.isEmpty()
                ? "the relay"
                : "topic " + topic + ", which Kafka does not let us write, for this or an earlier event of the record";
    }

    private List<TimelineEntry> read(String sql, List<?> keys, Statements.Row<TimelineEntry> entry) {
        return statements.list(
                "reading the way of event " + keys,
                sql,
                statement -> {
                    for (int i = 0; i < keys.size(); i++) {
                        statement.setObject(i + 1, keys.get(i));
                    }
                },
                entry);
    }
}

package io.pipestream.journal;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;

import io.pipestream.event.EventType;
import io.pipestream.event.RecordRef;
import io.pipestream.platform.SqlArrays;
import io.pipestream.platform.Statements;
import io.pipestream.platform.Timestamps;
import jakarta.inject.Singleton;

/**
 * SQL for whoever follows the journal and wants few of its events: all of them without what is in them, in the order of
 * their commits, and what is in those that are wanted.
 */
@Singleton
public class FeedRepository {

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

    private final Statements statements;
    private final PlaceRepository places;

    FeedRepository(DataSource postgres, PlaceRepository places) {
        this.statements = new Statements(postgres);
        this.places = places;
    }

    /** An event without what is in it. */
    public record Head(long seq, UUID id, RecordRef record, EventType type, Instant receivedAt) {}

    /** The sequence number of the newest event; 0 if there is none. */
    public long end() {
        return places.end();
    }

    /** The next events after this place. What is committed later stands behind them. */
    public List<Head> after(long seq, int most) {
        return statements.list(
                "following the journal",
                HEADS,
                statement -> {
                    statement.setLong(1, seq);
                    statement.setInt(2, most);
                },
                row -> new Head(
                        row.getLong(1),
                        row.getObject(2, UUID.class),
                        new RecordRef(row.getString(3), row.getString(4), row.getString(5)),
                        new EventType(row.getString(4), row.getString(6)),
                        Timestamps.get(row, 7)));
    }

    /** Those that are still there, by sequence number. */
    public Map<Long, PendingEvent> events(Collection<Long> seqs) {
        var events = new HashMap<Long, PendingEvent>();
        statements.each("reading events", EVENTS, statement -> SqlArrays.set(statement, 1, "bigint", seqs), row -> {
            var event = OutboxRepository.pending(row);
            events.put(event.seq(), event);
        });
        return events;
    }
}

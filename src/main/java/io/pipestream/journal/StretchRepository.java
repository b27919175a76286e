package io.pipestream.journal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

import io.pipestream.event.EventType;
import io.pipestream.platform.Statements;
import io.pipestream.platform.Timestamps;
import jakarta.inject.Singleton;

/** SQL that reads a stretch of the journal, oldest first, as it was published. No call leaves a transaction open. */
@Singleton
public class StretchRepository {

    /**
     * The next rows of a stretch are best found by walking along an index, however few of a large table a batch is and
     * whatever the planner takes it for.
     */
    private static final String ALONG_INDEXES = """
            SET LOCAL enable_seqscan = off;
            SET LOCAL enable_hashjoin = off;
            SET LOCAL enable_mergejoin = off;
            SET LOCAL jit = off
            """;

    private static final String EXTENTS = "SELECT e.object, e.action, count(*), min(e.seq), max(e.seq) FROM event e";

    /** {@code octet_length} reads the stored length and not the text. */
    private static final String SIZES = "SELECT octet_length(e.record) FROM event e";

    private static final String EVENTS = """
            SELECT e.seq, e.id, e.company_id, e.object, e.record_id, e.action, e.host, e.occurred_at, e.received_at,
                   e.source, e.record
              FROM event e
            """;

    private static final String HAS = "SELECT EXISTS (SELECT FROM event e %s)";

    private static final String AT = "SELECT id, received_at FROM event WHERE seq = ?";

    /** Rows that the driver reads ahead, so that it does not hold a batch of large records twice. */
    private static final int FETCH = 200;

    private final Statements statements;
    private final PlaceRepository places;

    StretchRepository(DataSource postgres, PlaceRepository places) {
        this.statements = new Statements(postgres);
        this.places = places;
    }

    /**
     * How many events of one type there are.
     *
     * @param first sequence number of the oldest
     * @param last  and of the newest
     */
    public record Extent(EventType type, long count, long first, long last) {}

    /** An event by which people find the place. */
    public record Landmark(UUID id, Instant receivedAt) {}

    /** The sequence number of the newest event; 0 if there is none. */
    public long end() {
        return places.end();
    }

    /** What is in the stretch, by type of event. Counts every event of it, so it takes its time with millions. */
    public List<Extent> extents(Stretch stretch) {
        var where = StretchQuery.of(stretch);
        return statements.list(
                "counting events",
                EXTENTS + where.clause() + " GROUP BY e.object, e.action",
                statement -> EventRepository.bind(statement, where, 0),
                row -> new Extent(
                        new EventType(row.getString(1), row.getString(2)),
                        row.getLong(3),
                        row.getLong(4),
                        row.getLong(5)));
    }

    /** The mean length in bytes of the records of its first events; 0 if it is empty. */
    public double meanBytes(Stretch stretch, int most) {
        return reading(SIZES, stretch, most, rows -> {
            long total = 0;
            int count = 0;
            for (; rows.next(); count++) {
                total += rows.getLong(1);
            }
            return count == 0 ? 0.0 : (double) total / count;
        });
    }

    /** The event of this sequence number, if it is still there. */
    public Optional<Landmark> at(long seq) {
        return statements.first(
                "reading event number " + seq,
                AT,
                statement -> statement.setLong(1, seq),
                row -> new Landmark(row.getObject(1, UUID.class), Timestamps.get(row, 2)));
    }

    /** Whether this event is in the stretch; tells nothing more than {@link #read} would, and reads one row. */
    public boolean has(Stretch stretch, long seq, Instant receivedAt) {
        var where = StretchQuery.of(stretch).and("e.seq = ?", seq).and("e.received_at = ?", receivedAt);
        return statements.one(
                "looking for event number " + seq + " in a stretch",
                where.in(HAS),
                statement -> EventRepository.bind(statement, where, 0),
                row -> row.getBoolean(1));
    }

    /**
     * The first events of the stretch.
     *
     * @param most       how many at most
     * @param characters fewer, once their records have so many together
     */
    public List<PendingEvent> read(Stretch stretch, int most, long characters) {
        return reading(EVENTS, stretch, most, rows -> {
            var events = new ArrayList<PendingEvent>();
            long total = 0;
            while (total < characters && rows.next()) {
                var event = OutboxRepository.pending(rows);
                total += event.record().length();
                events.add(event);
            }
            return events;
        });
    }

    private interface Rows<T> {
        T read(ResultSet rows) throws SQLException;
    }

    private <T> T reading(String select, Stretch stretch, int most, Rows<T> rows) {
        return statements.on("reading a stretch of the journal", connection -> {
            // The settings and reading by parts need a transaction.
            connection.setAutoCommit(false);
            try {
                return reading(connection, select, stretch, most, rows);
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        });
    }

    private static <T> T reading(Connection connection, String select, Stretch stretch, int most, Rows<T> rows)
            throws SQLException {
        try (var settings = connection.createStatement()) {
            settings.execute(ALONG_INDEXES);
        }
        var where = StretchQuery.of(stretch);
        try (var statement = connection.prepareStatement(select + where.clause() + " ORDER BY e.seq LIMIT ?")) {
            statement.setInt(EventRepository.bind(statement, where, 0) + 1, most);
            statement.setFetchSize(Math.min(most, FETCH));
            try (var found = statement.executeQuery()) {
                return rows.read(found);
            }
        }
    }
}

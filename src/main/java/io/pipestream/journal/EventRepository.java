package io.pipestream.journal;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.pipestream.journal.EventFilter.State;
import io.pipestream.platform.PostgresException;
import io.pipestream.platform.Statements;
import io.pipestream.platform.Timestamps;
import jakarta.inject.Singleton;

/** SQL that reads events for people: pages, newest first, and the live tail. */
@Singleton
class EventRepository {

    private static final String STORED = """
            e.seq, e.id, e.company_id, e.object, e.record_id, e.action, e.occurred_at, e.received_at,
                   e.source, e.trigger, e.record""";

    /** Publications are looked up for what is shown, and for nothing else. */
    private static final String PAGE = "SELECT " + STORED + """
            , p.topic, p."partition", p."offset", p.problem
              FROM (SELECT %s FROM event e %s ORDER BY e.seq %s LIMIT ?) e
              LEFT JOIN publication p ON p.event_seq = e.seq
             ORDER BY e.seq %s
            """;

    private static final String COUNT = """
            SELECT count(*), coalesce(min(c.seq), 0)
              FROM (SELECT e.seq FROM event e %s ORDER BY e.seq DESC LIMIT ?) c
            """;

    private static final String QUERY_CANCELED = "57014";

    /** Rows that the driver reads ahead. */
    private static final int FETCH = 100;

    /** Characters of records. */
    private static final long LARGEST_PART = 4_000_000;

    /** Of one statement. The driver counts in seconds. */
    private static final int PATIENCE_SECONDS = 1;

    private final DataSource postgres;

    private final ObjectReader json =
            new ObjectMapper().readerFor(JsonNode.class).with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    EventRepository(DataSource postgres) {
        this.postgres = postgres;
    }

    /** The statement did not come to an end in time. */
    static final class TooSlowException extends Exception {

        TooSlowException(SQLException cause) {
            super(cause);
        }
    }

    /** Wanted events of a stretch, newest first. */
    List<StoredEvent> newest(EventFilter filter, long fromSeq, long toSeq, int limit) throws TooSlowException {
        return patiently(filter, careful -> {
            var where = EventConditions.of(filter, careful)
                    .and("e.seq >= ?", fromSeq)
                    .and("e.seq <= ?", toSeq);
            return run(where, "DESC", limit, PATIENCE_SECONDS);
        });
    }

    /** @param last the smallest number that was counted */
    record Counted(long count, long last) {}

    /** How many events of a stretch are wanted, the newest first and as far as the limit. */
    Counted count(EventFilter filter, long fromSeq, long toSeq, long limit) throws TooSlowException {
        return patiently(filter, careful -> {
            var where = EventConditions.counted(filter, careful)
                    .and("e.seq >= ?", fromSeq)
                    .and("e.seq <= ?", toSeq);
            try (var connection = postgres.getConnection();
                    var statement = connection.prepareStatement(where.in(COUNT))) {
                statement.setLong(bind(statement, where, 0) + 1, limit);
                statement.setQueryTimeout(PATIENCE_SECONDS);
                try (var rows = statement.executeQuery()) {
                    rows.next();
                    return new Counted(rows.getLong(1), rows.getLong(2));
                }
            }
        });
    }

    /** Events after {@code afterSeq} up to {@code uptoSeq} that pass the filter, oldest first. */
    List<StoredEvent> between(EventFilter filter, long afterSeq, long uptoSeq, int limit) {
        try {
            return patiently(filter, careful -> {
                var where = EventConditions.of(filter, careful)
                        .and("e.seq > ?", afterSeq)
                        .and("e.seq <= ?", uptoSeq);
                return run(where, "ASC", limit, 0);
            });
        } catch (TooSlowException e) {
            throw new PostgresException("reading events", QUERY_CANCELED, e);
        }
    }

    /** @param isAll whether the stretch has no more of what is wanted */
    record Part(List<StoredEvent> events, boolean isAll) {}

    /** As {@link #between}, and fewer, but at least one, if they are large: nothing large is held in memory. */
    Part part(EventFilter filter, long afterSeq, long uptoSeq, int limit) {
        try {
            return patiently(filter, careful -> {
                var where = EventConditions.of(filter, careful)
                        .and("e.seq > ?", afterSeq)
                        .and("e.seq <= ?", uptoSeq);
                try (var connection = postgres.getConnection()) {
                    // The driver reads ahead by parts only within a transaction.
                    connection.setAutoCommit(false);
                    try (var statement =
                            connection.prepareStatement(PAGE.formatted(STORED, where.clause(), "ASC", "ASC"))) {
                        statement.setInt(bind(statement, where, 0) + 1, limit);
                        statement.setFetchSize(FETCH);
                        return part(statement, limit);
                    } finally {
                        connection.rollback();
                        connection.setAutoCommit(true);
                    }
                }
            });
        } catch (TooSlowException e) {
            throw new PostgresException("reading events", QUERY_CANCELED, e);
        }
    }

    private Part part(PreparedStatement statement, int limit) throws SQLException {
        var events = new ArrayList<StoredEvent>();
        long size = 0;
        try (var rows = statement.executeQuery()) {
            while (size < LARGEST_PART && rows.next()) {
                events.add(event(rows));
                size += rows.getString(11).length();
            }
        }
        return new Part(events, events.size() < limit && size < LARGEST_PART);
    }

    /** The one place that looks an event up by its id. */
    Optional<StoredEvent> find(UUID id) {
        var where = new Where()
                .and("(e.seq, e.received_at) = (SELECT k.seq, k.received_at FROM event_key k WHERE k.id = ?)", id);
        try {
            return run(where, "ASC", 1, 0).stream().findFirst();
        } catch (SQLException e) {
            throw new PostgresException("reading event " + id, e.getSQLState(), e);
        }
    }

    @FunctionalInterface
    private interface Reading<T> {
        T read(boolean careful) throws SQLException;
    }

    /** A record that jsonb does not take costs a second reading, and not the search. */
    private static <T> T patiently(EventFilter filter, Reading<T> reading) throws TooSlowException {
        try {
            try {
                return reading.read(false);
            } catch (SQLException e) {
                if (filter.where() == null || JsonPathRepository.isOfServer(e)) {
                    throw e;
                }
                return reading.read(true);
            }
        } catch (SQLException e) {
            if (QUERY_CANCELED.equals(e.getSQLState())) {
                throw new TooSlowException(e);
            }
            if (filter.where() != null && !JsonPathRepository.isOfServer(e)) {
                throw JsonPathRepository.refused(e);
            }
            throw new PostgresException("reading events", e.getSQLState(), e);
        }
    }

    private List<StoredEvent> run(Where where, String order, int limit, int seconds) throws SQLException {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(PAGE.formatted(STORED, where.clause(), order, order))) {
            statement.setInt(bind(statement, where, 0) + 1, limit);
            statement.setQueryTimeout(seconds);
            return Statements.list(statement, this::event);
        }
    }

    /**
     * Binds the values of a condition.
     *
     * @param bound how many parameters come before them
     * @return how many are bound then
     */
    static int bind(PreparedStatement statement, Where where, int bound) throws SQLException {
        int position = bound;
        for (var value : where.values()) {
            statement.setObject(++position, value);
        }
        return position;
    }

    private StoredEvent event(ResultSet row) throws SQLException {
        var company = row.getString(3);
        var object = row.getString(4);
        var recordId = row.getString(5);
        var topic = row.getString(12);
        var problem = row.getString(15);
        var record = json(row.getString(11));
        return new StoredEvent(
                row.getObject(2, UUID.class),
                "com.pipedrive." + object + '.' + row.getString(6),
                object + '/' + recordId,
                company + ':' + object + ':' + recordId,
                row.getLong(1),
                Timestamps.get(row, 7),
                Timestamps.get(row, 8),
                row.getString(9),
                topic == null ? State.PENDING : problem == null ? State.PUBLISHED : State.FAILED,
                topic,
                row.getObject(13, Integer.class),
                row.getObject(14, Long.class),
                problem,
                row.getString(10),
                record.path("payload"),
                record.path("object"),
                record.path("previous"),
                record.path("meta"));
    }

    private JsonNode json(String record) {
        try {
            return json.readTree(record);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the journal wrote this record as JSON", e);
        }
    }
}

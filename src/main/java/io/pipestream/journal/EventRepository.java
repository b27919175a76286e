package io.pipestream.journal;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
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
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** SQL that reads events for people: pages, newest first, and the live tail. */
@Singleton
class EventRepository {

    private static final String COLUMNS = """
            SELECT e.seq, e.id, e.company_id, e.object, e.record_id, e.action, e.occurred_at, e.received_at,
                   e.source, e.trigger, e.record, p.topic, p."partition", p."offset", p.problem
              FROM event e
              LEFT JOIN publication p ON p.event_seq = e.seq
            """;

    private static final String BY_ID = COLUMNS + " WHERE e.id = ?";

    private static final String NEWEST_SEQ = "SELECT coalesce(max(seq), 0) FROM event";

    private final DataSource postgres;

    private final ObjectReader json =
            new ObjectMapper().readerFor(JsonNode.class).with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    EventRepository(DataSource postgres) {
        this.postgres = postgres;
    }

    /** Events before {@code beforeSeq} that pass the filter, newest first. */
    List<StoredEvent> page(EventFilter filter, long beforeSeq, int limit) {
        var query = new Query().and("e.seq < ?", beforeSeq);
        addFilter(query, filter);
        return run(query, " ORDER BY e.seq DESC LIMIT ?", limit);
    }

    /** Events after {@code afterSeq} up to {@code uptoSeq} that pass the filter, oldest first. */
    List<StoredEvent> between(EventFilter filter, long afterSeq, long uptoSeq, int limit) {
        var query = new Query().and("e.seq > ?", afterSeq).and("e.seq <= ?", uptoSeq);
        addFilter(query, filter);
        return run(query, " ORDER BY e.seq LIMIT ?", limit);
    }

    Optional<StoredEvent> find(UUID id) {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(BY_ID)) {
            statement.setObject(1, id);
            return read(statement).stream().findFirst();
        } catch (SQLException e) {
            throw new PostgresException("reading event " + id, e.getSQLState(), e);
        }
    }

    /** Where the journal ends now; 0 if it is empty. */
    long newestSeq() {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(NEWEST_SEQ);
                var rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new PostgresException("reading the journal's end", e.getSQLState(), e);
        }
    }

    private static void addFilter(Query query, EventFilter filter) {
        query.andIfGiven("e.object = ?", filter.object())
                .andIfGiven("e.action = ?", filter.action())
                .andIfGiven("e.record_id = ?", filter.recordId())
                .andIfGiven("e.received_at >= ?", utc(filter.receivedFrom()))
                .andIfGiven("e.received_at < ?", utc(filter.receivedTo()));
        if (filter.state() != null) {
            query.and(
                    switch (filter.state()) {
                        case PENDING -> "EXISTS (SELECT FROM outbox o WHERE o.event_seq = e.seq)";
                        case PUBLISHED -> "p.event_seq IS NOT NULL AND p.problem IS NULL";
                        case FAILED -> "p.problem IS NOT NULL";
                    });
        }
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    private List<StoredEvent> run(Query query, String order, int limit) {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(COLUMNS + query.where + order)) {
            int position = 0;
            for (var value : query.values) {
                statement.setObject(++position, value);
            }
            statement.setInt(++position, limit);
            return read(statement);
        } catch (SQLException e) {
            throw new PostgresException("reading events", e.getSQLState(), e);
        }
    }

    private List<StoredEvent> read(PreparedStatement statement) throws SQLException {
        var events = new ArrayList<StoredEvent>();
        try (var rows = statement.executeQuery()) {
            while (rows.next()) {
                events.add(event(rows));
            }
        }
        return events;
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
                row.getObject(7, OffsetDateTime.class).toInstant(),
                row.getObject(8, OffsetDateTime.class).toInstant(),
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

    /** A WHERE clause of fixed phrases and its values. */
    private static final class Query {

        private final StringBuilder where = new StringBuilder();
        private final List<Object> values = new ArrayList<>();

        Query and(String phrase, Object... given) {
            where.append(where.isEmpty() ? " WHERE " : " AND ").append(phrase);
            values.addAll(List.of(given));
            return this;
        }

        Query andIfGiven(String phrase, @Nullable Object value) {
            return value == null ? this : and(phrase, value);
        }
    }
}

package io.pipestream.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.sql.DataSource;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.pipestream.platform.AdvisoryLock;
import io.pipestream.platform.PostgresException;
import io.pipestream.platform.Statements;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** SQL that appends to {@code event_key}, {@code event}, {@code outbox}, {@code delivery} and {@code quarantine}. */
@Singleton
class JournalRepository {

    /**
     * One statement and so one round trip and one transaction for a whole batch.
     *
     * <p>What is news is decided by {@code event_key}, for {@code event} forgets. Which numbers are new is looked up in a
     * hash: {@code IS TRUE} keeps the planner from making a join of it, which would compare each row with each.
     *
     * <p>The advisory lock is taken before the first sequence number and kept until commit, so sequence numbers become
     * visible in their order: the order of a record's events in the topic is their commit order, whichever instance
     * stored them, and {@code ce_sequence} only grows (docs/adr/0003).
     */
    private static final String APPEND = """
            WITH input AS MATERIALIZED (
                SELECT t.*, CASE WHEN t.event_id IS NOT NULL THEN nextval('event_number') END AS seq
                  FROM (SELECT pg_advisory_xact_lock(?)) AS appending,
                       unnest(?::uuid[], ?::uuid[], ?::timestamptz[], ?::text[], ?::bytea[], ?::text[],
                              ?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                              ?::timestamptz[], ?::text[], ?::text[], ?::text[])
                       WITH ORDINALITY AS t (delivery_id, registration_id, received_at, headers, body, reason,
                              event_id, company_id, object, record_id, action, host,
                              occurred_at, source, trigger, record, position)
            ), fresh AS (
                INSERT INTO event_key (id, seq, received_at)
                SELECT event_id, seq, received_at FROM input WHERE event_id IS NOT NULL ORDER BY position
                ON CONFLICT (id) DO NOTHING
                RETURNING seq
            ), stored AS (
                INSERT INTO event (seq, id, delivery_id, company_id, object, record_id, action, host,
                                   occurred_at, received_at, source, trigger, record)
                SELECT seq, event_id, delivery_id, company_id, object, record_id, action, host,
                       occurred_at, received_at, source, trigger, record
                  FROM input
                 WHERE (seq IN (SELECT seq FROM fresh)) IS TRUE
                RETURNING seq, received_at, delivery_id, company_id, object, record_id
            ), queued AS (
                INSERT INTO outbox (shard, event_seq, received_at, out_of_turn)
                SELECT record_shard(company_id, object, record_id, (SELECT count(*) FROM relay_shard)), seq,
                       received_at, NULL
                  FROM stored
            ), kept AS (
                INSERT INTO delivery (id, registration_id, received_at, headers, body, event_id, source, duplicate)
                SELECT delivery_id, registration_id, received_at, headers, body, event_id, source,
                       event_id IS NOT NULL AND seq NOT IN (SELECT seq FROM fresh)
                  FROM input
                ON CONFLICT (id, received_at) DO NOTHING
            ), set_aside AS (
                INSERT INTO quarantine (delivery_id, reason, received_at)
                SELECT delivery_id, reason, received_at FROM input WHERE reason IS NOT NULL
                ON CONFLICT (delivery_id) DO NOTHING
            )
            SELECT delivery_id, seq FROM stored
            """;

    /** Events whose first delivery is one of these. */
    private static final String STORED_BY = """
            SELECT e.delivery_id, e.seq
              FROM event_key k
              JOIN event e ON e.seq = k.seq AND e.received_at = k.received_at
             WHERE k.id = ANY (?::uuid[]) AND e.delivery_id = ANY (?::uuid[])
            """;

    private final Statements statements;
    private final Partitions partitions;

    private final ObjectWriter json = new ObjectMapper().writer();

    JournalRepository(@io.quarkus.agroal.DataSource("journal") DataSource postgres, Partitions partitions) {
        this.statements = new Statements(postgres);
        this.partitions = partitions;
    }

    /**
     * Commits the batch.
     *
     * @return the deliveries that were news, with their event's number; every other one's event was stored before
     * @throws PostgresException nothing of the batch was stored
     */
    Map<UUID, Long> append(List<Entry> batch) {
        return partitions.makingRoom(() -> receivedAt(batch), () -> tryAppend(batch));
    }

    /** What {@link Partitions#makingRoom} has to know of them. */
    static Stream<Instant> receivedAt(List<Entry> batch) {
        return batch.stream().map(entry -> entry.delivery().receivedAt());
    }

    private Map<UUID, Long> tryAppend(List<Entry> batch) {
        return statements.on("appending " + batch.size() + " deliveries", connection -> append(connection, batch));
    }

    /** The same within the transaction of this connection, if it has one. */
    Map<UUID, Long> append(Connection connection, List<Entry> batch) throws SQLException {
        try (var statement = connection.prepareStatement(APPEND)) {
            bind(statement, batch);
            return numbers(statement);
        }
    }

    /**
     * Which deliveries of the batch were news when they were stored before: after a connection broke while Postgres
     * committed, for then {@link #append} finds everything there.
     */
    Map<UUID, Long> storedBy(List<Entry> batch) {
        return statements.run("looking for " + batch.size() + " deliveries", STORED_BY, statement -> {
            var arrays = new Binder(statement, batch, 0);
            arrays.ids(entry -> entry.event() == null ? null : entry.event().id());
            arrays.ids(entry -> entry.delivery().id());
            return numbers(statement);
        });
    }

    private static Map<UUID, Long> numbers(PreparedStatement statement) throws SQLException {
        var numbers = new HashMap<UUID, Long>();
        try (var rows = statement.executeQuery()) {
            while (rows.next()) {
                numbers.put(rows.getObject(1, UUID.class), rows.getLong(2));
            }
        }
        return numbers;
    }

    private void bind(PreparedStatement statement, List<Entry> batch) throws SQLException {
        statement.setInt(1, AdvisoryLock.APPENDS.number());
        var arrays = new Binder(statement, batch, 1);
        arrays.ids(entry -> entry.delivery().id());
        arrays.ids(entry -> entry.delivery().registrationId());
        arrays.texts(entry -> entry.delivery().receivedAt().toString());
        arrays.texts(this::headers);
        arrays.bodies();
        arrays.texts(Entry::reason);
        arrays.ids(entry -> entry.event() == null ? null : entry.event().id());
        arrays.eventTexts(Entry.NewEvent::companyId);
        arrays.eventTexts(Entry.NewEvent::object);
        arrays.eventTexts(Entry.NewEvent::recordId);
        arrays.eventTexts(Entry.NewEvent::action);
        arrays.eventTexts(Entry.NewEvent::host);
        arrays.eventTexts(event -> event.occurredAt().toString());
        arrays.eventTexts(Entry.NewEvent::source);
        arrays.eventTexts(Entry.NewEvent::trigger);
        arrays.eventTexts(Entry.NewEvent::record);
    }

    private String headers(Entry entry) {
        try {
            return json.writeValueAsString(entry.delivery().headers());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of text is always JSON", e);
        }
    }

    /** Binds one array parameter after the other, a column of the batch each. */
    private static final class Binder {

        private final PreparedStatement statement;
        private final List<Entry> batch;
        private int position;

        /** @param bound how many parameters are bound already */
        Binder(PreparedStatement statement, List<Entry> batch, int bound) {
            this.position = bound;
            this.statement = statement;
            this.batch = batch;
        }

        void ids(Function<Entry, @Nullable UUID> value) throws SQLException {
            bind("uuid", batch.stream().map(value).toArray(UUID[]::new));
        }

        void texts(Function<Entry, @Nullable String> value) throws SQLException {
            bind("text", batch.stream().map(value).toArray(String[]::new));
        }

        void eventTexts(Function<Entry.NewEvent, @Nullable String> value) throws SQLException {
            texts(entry -> entry.event() == null ? null : value.apply(entry.event()));
        }

        void bodies() throws SQLException {
            bind("bytea", batch.stream().map(entry -> entry.delivery().body()).toArray(byte[][]::new));
        }

        private void bind(String type, Object[] column) throws SQLException {
            statement.setArray(++position, statement.getConnection().createArrayOf(type, column));
        }
    }
}

package io.pipestream.journal;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.sql.DataSource;

import io.pipestream.platform.AdvisoryLock;
import io.pipestream.platform.PostgresException;
import io.pipestream.platform.Statements;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** SQL that appends polled rows to {@code event_key}, {@code event}, {@code outbox} and {@code delivery}. */
@Singleton
class PolledRepository {

    /**
     * Which events may be news, by what is stored and by what was and is dropped, and how far the journal went when this
     * was asked. It holds no lock, so webhooks need not wait while a page of known rows is read again: what is no news now
     * never becomes any.
     */
    private static final String SIFT = """
            SELECT i.event_id, (SELECT coalesce(max(seq), 0) FROM event)
              FROM unnest(?::uuid[], ?::text[], ?::text[], ?::text[], ?::timestamptz[])
                   AS i (event_id, company_id, object, record_id, overtaken_from)
             WHERE NOT EXISTS (SELECT FROM event_key k WHERE k.id = i.event_id)
               AND NOT EXISTS (SELECT FROM event e
                                WHERE e.object = i.object AND e.record_id = i.record_id
                                  AND e.company_id = i.company_id
                                  AND coalesce(e.state_at, e.occurred_at) >= i.overtaken_from)
               AND NOT EXISTS (SELECT FROM record_horizon h
                                WHERE h.object = i.object AND h.record_id = i.record_id
                                  AND h.company_id = i.company_id AND h.newest >= i.overtaken_from)
            """;

    /** A statement of its own: the one after it sees what was committed while this one waited. */
    private static final String LOCK = "SELECT pg_advisory_xact_lock(?)";

    /**
     * Asks again under the lock that every append holds, so nothing is stored between the answer and the insert. Only
     * what came after the first answer is looked through: sequence numbers become visible in their order.
     */
    private static final String APPEND = """
            WITH input AS MATERIALIZED (
                SELECT *
                  FROM unnest(?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                              ?::timestamptz[], ?::text[], ?::text[], ?::text[], ?::timestamptz[],
                              ?::timestamptz[], ?::uuid[])
                       WITH ORDINALITY AS t (event_id, delivery_id, company_id, object, record_id, action, host,
                              occurred_at, source, trigger, record, state_at,
                              overtaken_from, told_by, position)
            ), news AS MATERIALIZED (
                SELECT i.*, nextval('event_number') AS seq, ?::timestamptz AS received_at
                  FROM (SELECT *
                          FROM input i
                         WHERE (i.told_by IS NULL OR EXISTS (SELECT FROM event_key k WHERE k.id = i.told_by))
                           AND NOT EXISTS (SELECT FROM event e
                                            WHERE e.object = i.object AND e.record_id = i.record_id
                                              AND e.company_id = i.company_id AND e.seq > ?
                                              AND coalesce(e.state_at, e.occurred_at) >= i.overtaken_from)
                         ORDER BY i.position) i
            ), fresh AS (
                INSERT INTO event_key (id, seq, received_at)
                SELECT event_id, seq, received_at FROM news ORDER BY position
                ON CONFLICT (id) DO NOTHING
                RETURNING seq
            ), stored AS (
                INSERT INTO event (seq, id, delivery_id, company_id, object, record_id, action, host,
                                   occurred_at, received_at, source, trigger, record, state_at)
                SELECT seq, event_id, delivery_id, company_id, object, record_id, action, host,
                       occurred_at, received_at, source, trigger, record,
                       CASE WHEN state_at > occurred_at THEN state_at END
                  FROM news
                 WHERE (seq IN (SELECT seq FROM fresh)) IS TRUE
                RETURNING seq, id, received_at, delivery_id, company_id, object, record_id
            ), queued AS (
                INSERT INTO outbox (shard, event_seq, received_at, out_of_turn)
                SELECT record_shard(company_id, object, record_id, (SELECT count(*) FROM relay_shard)), seq,
                       received_at, NULL
                  FROM stored
            ), kept AS (
                INSERT INTO delivery (id, connection_id, received_at, headers, body, event_id)
                SELECT d.id, ?, ?, json_strip_nulls(json_build_object('traceparent', ?::text))::text, d.body, f.id
                  FROM unnest(?::uuid[], ?::bytea[]) AS d (id, body)
                  JOIN (SELECT DISTINCT ON (delivery_id) delivery_id, id FROM stored ORDER BY delivery_id, seq DESC) f
                    ON f.delivery_id = d.id
            )
            SELECT id FROM stored ORDER BY seq
            """;

    private final Statements statements;
    private final TransactionRepository transactions;
    private final Partitions partitions;

    PolledRepository(
            @io.quarkus.agroal.DataSource("journal") DataSource postgres,
            TransactionRepository transactions,
            Partitions partitions) {
        this.statements = new Statements(postgres);
        this.transactions = transactions;
        this.partitions = partitions;
    }

    /** @param upto the journal's last sequence number when the rest was sifted out */
    record Sifted(Set<UUID> eventIds, long upto) {}

    /** The events of these rows that may be news. */
    Sifted sift(List<PolledEntry> rows) {
        var candidates = candidates(rows);
        return statements.run("sifting " + rows.size() + " polled rows", SIFT, statement -> {
            var columns = new Columns(statement);
            columns.ids(candidates, candidate -> candidate.event().id());
            columns.texts(candidates, candidate -> candidate.event().companyId());
            columns.texts(candidates, candidate -> candidate.event().object());
            columns.texts(candidates, candidate -> candidate.event().recordId());
            columns.texts(candidates, PolledEntry.Candidate::overtakenFrom);
            var ids = new HashSet<UUID>();
            var upto = 0L;
            try (var found = statement.executeQuery()) {
                while (found.next()) {
                    ids.add(found.getObject(1, UUID.class));
                    upto = found.getLong(2);
                }
            }
            return new Sifted(ids, upto);
        });
    }

    /**
     * Commits what is news among these rows.
     *
     * @param upto what {@link #sift} answered for them
     * @return the stored events, in the order of the journal
     * @throws PostgresException nothing was stored
     */
    List<UUID> append(PolledRows.Reading reading, List<PolledEntry> rows, long upto) {
        return partitions.makingRoom(
                () -> Stream.of(reading.receivedAt()),
                () -> transactions.commit("appending " + rows.size() + " polled rows", connection -> {
                    lock(connection);
                    return insert(connection, reading, rows, upto);
                }));
    }

    private static void lock(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement(LOCK)) {
            statement.setInt(1, AdvisoryLock.APPENDS.number());
            statement.execute();
        }
    }

    private static List<UUID> insert(
            Connection connection, PolledRows.Reading reading, List<PolledEntry> rows, long upto) throws SQLException {
        try (var statement = connection.prepareStatement(APPEND)) {
            var columns = new Columns(statement);
            var candidates = candidates(rows);
            columns.ids(candidates, candidate -> candidate.event().id());
            columns.ids(
                    rows.stream()
                            .flatMap(row -> row.candidates().stream().map(candidate -> row.deliveryId()))
                            .toList(),
                    id -> id);
            columns.texts(candidates, candidate -> candidate.event().companyId());
            columns.texts(candidates, candidate -> candidate.event().object());
            columns.texts(candidates, candidate -> candidate.event().recordId());
            columns.texts(candidates, candidate -> candidate.event().action());
            columns.texts(candidates, candidate -> candidate.event().host());
            columns.texts(
                    candidates, candidate -> candidate.event().occurredAt().toString());
            columns.texts(candidates, candidate -> candidate.event().source());
            columns.texts(candidates, candidate -> candidate.event().trigger());
            columns.texts(candidates, candidate -> candidate.event().record());
            columns.texts(candidates, PolledEntry.Candidate::stateAt);
            columns.texts(candidates, PolledEntry.Candidate::overtakenFrom);
            columns.ids(candidates, PolledEntry.Candidate::toldBy);
            columns.one(utc(reading.receivedAt()));
            columns.one(upto);
            columns.one(reading.connectionId());
            columns.one(utc(reading.receivedAt()));
            columns.one(reading.trace());
            columns.ids(rows, PolledEntry::deliveryId);
            columns.bytes(rows);
            return Statements.list(statement, row -> row.getObject(1, UUID.class));
        }
    }

    private static List<PolledEntry.Candidate> candidates(List<PolledEntry> rows) {
        return rows.stream().flatMap(row -> row.candidates().stream()).toList();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    /** Binds one parameter after the other, most of them a column of the page. */
    private static final class Columns {

        private final PreparedStatement statement;
        private int position;

        Columns(PreparedStatement statement) {
            this.statement = statement;
        }

        <T> void ids(List<T> rows, Function<T, @Nullable UUID> value) throws SQLException {
            one(array("uuid", rows.stream().map(value).toArray(UUID[]::new)));
        }

        <T> void texts(List<T> rows, Function<T, @Nullable String> value) throws SQLException {
            one(array("text", rows.stream().map(value).toArray(String[]::new)));
        }

        void bytes(List<PolledEntry> rows) throws SQLException {
            one(array("bytea", rows.stream().map(PolledEntry::raw).toArray(byte[][]::new)));
        }

        void one(@Nullable Object value) throws SQLException {
            statement.setObject(++position, value);
        }

        private Array array(String type, Object[] values) throws SQLException {
            return statement.getConnection().createArrayOf(type, values);
        }
    }
}

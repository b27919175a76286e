package io.pipestream.journal;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;

import io.pipestream.journal.Partition.Parent;
import io.pipestream.platform.Statements;
import io.pipestream.platform.Timestamps;
import jakarta.inject.Singleton;

/**
 * SQL that drops partitions, in steps that may each be repeated. Readers and appends of other partitions go on: a
 * partition is detached concurrently, and whatever has to wait for a lock gives up before others have to wait behind it.
 */
@Singleton
public class DropRepository {

    /**
     * By both clocks, ours and the server's: one that runs wild must not empty the journal. One that was made late, for
     * rows that came late or with a wrong time, is as young as it is.
     */
    private static final String DUE = """
            SELECT name
              FROM journal_partition,
                   (SELECT least(?::timestamptz, now()) AS now) AS clocks,
                   LATERAL (SELECT clocks.now - make_interval(secs => ?) AS oldest) AS kept
             WHERE is_dropping
                OR until_at <= kept.oldest
               AND CASE WHEN kept_until IS NULL THEN made_at <= kept.oldest ELSE kept_until <= clocks.now END
            """;

    private static final String UNPUBLISHED = """
            SELECT EXISTS (SELECT FROM outbox o WHERE o.received_at >= ? AND o.received_at < ?
                              AND EXISTS (SELECT FROM {partition} e WHERE e.seq = o.event_seq))
            """;

    private static final String SET_ASIDE = """
            SELECT EXISTS (SELECT FROM quarantine q WHERE q.received_at >= ? AND q.received_at < ?
                              AND q.state = 'open'
                              AND EXISTS (SELECT FROM {partition} d WHERE d.id = q.delivery_id))
            """;

    private static final String HAS = "SELECT EXISTS (SELECT FROM {partition} WHERE seq > ? AND seq <= ?)";

    private static final String NOTE_NEWEST = """
            INSERT INTO record_horizon AS known (company_id, object, record_id, newest)
            SELECT company_id, object, record_id, max(coalesce(state_at, occurred_at))
              FROM {partition}
             GROUP BY company_id, object, record_id
             ORDER BY object, record_id, company_id
            ON CONFLICT (object, record_id, company_id) DO UPDATE SET newest = excluded.newest
             WHERE known.newest < excluded.newest
            """;

    private static final String BEGIN = "UPDATE journal_partition SET is_dropping = true WHERE name = ?";

    private static final String HOW_TO_DETACH = """
            SELECT coalesce((SELECT CASE WHEN inhdetachpending THEN 'FINALIZE' ELSE 'CONCURRENTLY' END
                               FROM pg_inherits WHERE inhrelid = to_regclass(quote_ident(?))), '')
            """;

    private static final String FORGET_PUBLICATIONS = """
            WITH next AS (SELECT seq FROM {partition} WHERE seq > ? ORDER BY seq LIMIT 5000),
                 gone AS (DELETE FROM publication p USING next n WHERE p.event_seq = n.seq)
            SELECT max(seq) FROM next
            """;

    private static final String DAYS = """
            SELECT DISTINCT date_trunc('day', received_at AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' FROM {partition}
            """;

    private final Statements statements;

    DropRepository(DataSource postgres) {
        this.statements = new Statements(postgres);
    }

    /** The names of partitions beyond the time, and of those whose dropping was begun. */
    public Set<String> due(Instant now, Duration keep) {
        var names = statements.list(
                "looking for old partitions",
                DUE,
                statement -> {
                    Timestamps.set(statement, 1, now);
                    statement.setDouble(2, (double) keep.toSeconds());
                },
                row -> row.getString(1));
        return new HashSet<>(names);
    }

    /**
     * Whether it has events that Kafka has not acknowledged, or deliveries in quarantine of which nobody has decided: those
     * are never dropped.
     */
    public boolean isNeeded(Partition partition) {
        var sql = partition.parent() == Parent.EVENT ? UNPUBLISHED : SET_ASIDE;
        return statements.one(
                "looking into " + partition.name(),
                of(partition, sql),
                statement -> {
                    statement.setObject(1, lower(partition.range()));
                    Timestamps.set(statement, 2, partition.range().until());
                },
                row -> row.getBoolean(1));
    }

    /** Whether a partition of events has one with a sequence number behind the first and up to the second. */
    public boolean has(Partition events, long after, long through) {
        return statements.one(
                "looking into " + events.name(),
                of(events, HAS),
                statement -> {
                    statement.setLong(1, after);
                    statement.setLong(2, through);
                },
                row -> row.getBoolean(1));
    }

    /** Keeps of each record how new its newest event was, so that polling takes none of them for news again. */
    public void noteNewest(Partition events) {
        statements.update("noting the newest of " + events.name(), of(events, NOTE_NEWEST), statement -> {});
    }

    /** Takes it away from readers; from here on only dropping it can follow, or putting it back. */
    public void detach(Partition partition) {
        statements.update(
                "beginning to drop " + partition.name(), BEGIN, statement -> statement.setString(1, partition.name()));
        var how = statements.one(
                "looking at " + partition.name(),
                HOW_TO_DETACH,
                statement -> statement.setString(1, partition.name()),
                row -> row.getString(1));
        if (!how.isEmpty()) {
            alone("ALTER TABLE " + partition.parent().table() + " DETACH PARTITION " + table(partition) + ' ' + how);
        }
    }

    /**
     * Forgets where the next events of a detached partition are in Kafka.
     *
     * @param after what the last call answered; at first, 0
     * @return up to which number that is done; 0 if all is
     */
    public long forgetPublications(Partition detached, long after) {
        return statements.one(
                "thinning publications",
                of(detached, FORGET_PUBLICATIONS),
                statement -> statement.setLong(1, after),
                row -> row.getLong(1));
    }

    public void drop(Partition detached) {
        inOneTransaction("dropping " + detached.name(), "DROP TABLE " + table(detached), detached);
    }

    /** The days of which a detached partition has rows. */
    public List<Instant> days(Partition detached) {
        return statements.list("looking into " + detached.name(), of(detached, DAYS), row -> Timestamps.get(row, 1));
    }

    /** Puts the rows of a detached partition back, into those that there are now for its days. */
    public void putBack(Partition detached) {
        inOneTransaction(
                "putting back " + detached.name(),
                "INSERT INTO " + detached.parent().table() + " SELECT * FROM " + table(detached)
                        + " ON CONFLICT DO NOTHING; DROP TABLE " + table(detached),
                detached);
    }

    private void inOneTransaction(String doing, String sql, Partition partition) {
        alone(
                "BEGIN; SET LOCAL lock_timeout = '5s'; " + sql + "; DELETE FROM journal_partition WHERE name = '"
                        + checked(partition.name()) + "'; COMMIT",
                doing);
    }

    private void alone(String sql) {
        alone(sql, sql);
    }

    /** Outside of a transaction of the driver's, with a bound on the wait for locks. */
    private void alone(String sql, String doing) {
        statements.on(doing, connection -> {
            try (var statement = connection.createStatement()) {
                statement.execute("SET lock_timeout = '5s'");
                try {
                    return statement.execute(sql);
                } catch (SQLException e) {
                    statement.execute("ROLLBACK");
                    throw e;
                } finally {
                    statement.execute("RESET lock_timeout");
                }
            }
        });
    }

    private static OffsetDateTime lower(TimeRange range) {
        // The first partition begins at no time, which has no moment of its own.
        return range.from().isBefore(Instant.EPOCH)
                ? OffsetDateTime.MIN
                : range.from().atOffset(ZoneOffset.UTC);
    }

    private static String of(Partition partition, String sql) {
        return sql.replace("{partition}", table(partition));
    }

    private static String table(Partition partition) {
        return '"' + checked(partition.name()) + '"';
    }

    /** Names are made by {@code make_partition}; nothing else may become part of a statement. */
    private static String checked(String name) {
        if (!name.matches("[a-z0-9_-]+")) {
            throw new IllegalArgumentException("no partition's name: " + name);
        }
        return name;
    }
}

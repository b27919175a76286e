package io.pipestream.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;

import io.pipestream.journal.Partition.Parent;
import io.pipestream.platform.PostgresException;
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

    private final DataSource postgres;

    DropRepository(DataSource postgres) {
        this.postgres = postgres;
    }

    /** The names of partitions beyond the time, and of those whose dropping was begun. */
    public Set<String> due(Instant now, Duration keep) {
        return on("looking for old partitions", DUE, statement -> {
            statement.setObject(1, utc(now));
            statement.setDouble(2, (double) keep.toSeconds());
            var names = new HashSet<String>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
            }
            return names;
        });
    }

    /**
     * Whether it has events that Kafka has not acknowledged, or deliveries in quarantine of which nobody has decided: those
     * are never dropped.
     */
    public boolean isNeeded(Partition partition) {
        var sql = partition.parent() == Parent.EVENT ? UNPUBLISHED : SET_ASIDE;
        return on("looking into " + partition.name(), of(partition, sql), statement -> {
            statement.setObject(1, lower(partition.range()));
            statement.setObject(2, utc(partition.range().until()));
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getBoolean(1);
            }
        });
    }

    /** Whether a partition of events has one with a sequence number behind the first and up to the second. */
    public boolean has(Partition events, long after, long through) {
        return on("looking into " + events.name(), of(events, HAS), statement -> {
            statement.setLong(1, after);
            statement.setLong(2, through);
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getBoolean(1);
            }
        });
    }

    /** Keeps of each record how new its newest event was, so that polling takes none of them for news again. */
    public void noteNewest(Partition events) {
        on("noting the newest of " + events.name(), of(events, NOTE_NEWEST), PreparedStatement::execute);
    }

    /** Takes it away from readers; from here on only dropping it can follow, or putting it back. */
    public void detach(Partition partition) {
        on("beginning to drop " + partition.name(), BEGIN, statement -> {
            statement.setString(1, partition.name());
            return statement.executeUpdate();
        });
        var how = on("looking at " + partition.name(), HOW_TO_DETACH, statement -> {
            statement.setString(1, partition.name());
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        });
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
        return on("thinning publications", of(detached, FORGET_PUBLICATIONS), statement -> {
            statement.setLong(1, after);
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        });
    }

    public void drop(Partition detached) {
        inOneTransaction("dropping " + detached.name(), "DROP TABLE " + table(detached), detached);
    }

    /** The days of which a detached partition has rows. */
    public List<Instant> days(Partition detached) {
        return on("looking into " + detached.name(), of(detached, DAYS), statement -> {
            var days = new ArrayList<Instant>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    days.add(rows.getObject(1, OffsetDateTime.class).toInstant());
                }
            }
            return days;
        });
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
        try (var connection = postgres.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("SET lock_timeout = '5s'");
            try {
                statement.execute(sql);
            } catch (SQLException e) {
                statement.execute("ROLLBACK");
                throw e;
            } finally {
                statement.execute("RESET lock_timeout");
            }
        } catch (SQLException e) {
            throw new PostgresException(doing, e.getSQLState(), e);
        }
    }

    private static OffsetDateTime lower(TimeRange range) {
        // The first partition begins at no time, which has no moment of its own.
        return range.from().isBefore(Instant.EPOCH) ? OffsetDateTime.MIN : utc(range.from());
    }

    private static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
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

    private interface Work<T> {
        T with(PreparedStatement statement) throws SQLException;
    }

    private <T> T on(String doing, String sql, Work<T> work) {
        try (Connection connection = postgres.getConnection();
                var statement = connection.prepareStatement(sql)) {
            return work.with(statement);
        } catch (SQLException e) {
            throw new PostgresException(doing, e.getSQLState(), e);
        }
    }
}

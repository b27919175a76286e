package io.pipestream.journal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

import io.pipestream.journal.Partition.Parent;
import io.pipestream.platform.AdvisoryLock;
import io.pipestream.platform.Statements;
import io.pipestream.platform.Timestamps;
import jakarta.inject.Singleton;

/**
 * SQL that makes partitions of {@code event} and {@code delivery} and lists them. None of it takes a lock that an append
 * waits for, and none waits long for a lock itself: who waits for one holds up those who come behind.
 */
@Singleton
public class PartitionRepository {

    private static final String LOCK = "SELECT pg_advisory_xact_lock(?), set_config('lock_timeout', '2s', true)";

    private static final String ATTACHED = """
            SELECT p.from_at, p.until_at
              FROM journal_partition p
             WHERE p.parent = ? AND EXISTS (SELECT FROM pg_inherits i WHERE i.inhrelid = to_regclass(quote_ident(p.name)))
            """;

    private static final String MAKE = "SELECT make_partition(?, ?, ?)";

    private static final String LIST = """
            SELECT p.name, p.parent, p.from_at, p.until_at, p.kept_until, p.is_dropping,
                   EXISTS (SELECT FROM pg_inherits i WHERE i.inhrelid = c.oid AND NOT i.inhdetachpending),
                   greatest(c.reltuples::bigint, s.n_live_tup, 0), pg_total_relation_size(c.oid)
              FROM journal_partition p
              JOIN pg_class c ON c.oid = to_regclass(quote_ident(p.name))
              LEFT JOIN pg_stat_user_tables s ON s.relid = c.oid
             ORDER BY p.parent DESC, p.from_at
            """;

    private static final String KEEP = """
            UPDATE journal_partition SET kept_until = greatest(kept_until, ?)
             WHERE parent = ? AND from_at < ? AND until_at > ?
            """;

    private final Statements statements;

    PartitionRepository(DataSource postgres) {
        this.statements = new Statements(postgres);
    }

    /**
     * Makes partitions of both tables, in one transaction, one caller at a time.
     *
     * @param missing says what has to be added to the ranges that a table has
     * @return the names of the new ones
     */
    List<String> add(UnaryOperator<List<TimeRange>> missing) {
        return statements.on("making partitions", connection -> {
            connection.setAutoCommit(false);
            try {
                var made = addLocked(connection, missing);
                connection.commit();
                return made;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        });
    }

    /** All that have a table, events before deliveries, the oldest first. */
    public List<Partition> list() {
        return statements.list("listing partitions", LIST, PartitionRepository::partition);
    }

    /** Keeps the partitions of this range from being dropped before a time. */
    public void keep(Parent parent, TimeRange range, Instant until) {
        statements.update("keeping partitions", KEEP, statement -> {
            Timestamps.set(statement, 1, until);
            statement.setString(2, parent.table());
            Timestamps.set(statement, 3, range.until());
            Timestamps.set(statement, 4, range.from());
        });
    }

    private static List<String> addLocked(Connection connection, UnaryOperator<List<TimeRange>> missing)
            throws SQLException {
        try (var statement = connection.prepareStatement(LOCK)) {
            statement.setInt(1, AdvisoryLock.PARTITIONS.number());
            statement.execute();
        }
        var made = new ArrayList<String>();
        for (var parent : Parent.values()) {
            for (var range : missing.apply(attached(connection, parent))) {
                made.add(make(connection, parent, range));
            }
        }
        return made;
    }

    private static List<TimeRange> attached(Connection connection, Parent parent) throws SQLException {
        try (var statement = connection.prepareStatement(ATTACHED)) {
            statement.setString(1, parent.table());
            return Statements.list(statement, row -> range(row, 1));
        }
    }

    private static String make(Connection connection, Parent parent, TimeRange range) throws SQLException {
        try (var statement = connection.prepareStatement(MAKE)) {
            statement.setString(1, parent.table());
            Timestamps.set(statement, 2, range.from());
            Timestamps.set(statement, 3, range.until());
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        }
    }

    private static Partition partition(ResultSet row) throws SQLException {
        return new Partition(
                row.getString(1),
                row.getString(2).equals("event") ? Parent.EVENT : Parent.DELIVERY,
                range(row, 3),
                Timestamps.getOrNull(row, 5),
                row.getBoolean(7),
                row.getBoolean(6),
                row.getLong(8),
                row.getLong(9));
    }

    private static TimeRange range(ResultSet row, int column) throws SQLException {
        return new TimeRange(Timestamps.get(row, column), Timestamps.get(row, column + 1));
    }
}

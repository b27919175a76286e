package io.pipestream.platform;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

/**
 * How repositories run their SQL: each call on a connection of its own, given back when it ends. In a transaction of the
 * container that is the transaction's; else each statement commits by itself.
 *
 * <p>What Postgres refuses is a {@link PostgresException}. The first parameter says for its message what was being done, as
 * "reading replays".
 */
public final class Statements {

    private final DataSource postgres;

    public Statements(DataSource postgres) {
        this.postgres = postgres;
    }

    /** Gives a statement its parameters. */
    @FunctionalInterface
    public interface Binding {
        void bind(PreparedStatement statement) throws SQLException;
    }

    /** Reads the row that the result is at; moves it nowhere. */
    @FunctionalInterface
    public interface Row<T extends @Nullable Object> {
        T read(ResultSet row) throws SQLException;
    }

    /** Takes what it wants from the row that the result is at. */
    @FunctionalInterface
    public interface Visit {
        void at(ResultSet row) throws SQLException;
    }

    /** Whatever is done with a statement. */
    @FunctionalInterface
    public interface Work<T extends @Nullable Object> {
        T with(PreparedStatement statement) throws SQLException;
    }

    /** What takes more than one statement. */
    @FunctionalInterface
    public interface Session<T extends @Nullable Object> {
        T on(Connection connection) throws SQLException;
    }

    /** How many rows were changed. */
    public int update(String doing, String sql, Binding binding) {
        return run(doing, sql, statement -> {
            binding.bind(statement);
            return statement.executeUpdate();
        });
    }

    /** Whether it was one row that was changed. */
    public boolean updateOne(String doing, String sql, Binding binding) {
        return update(doing, sql, binding) == 1;
    }

    /** All rows, in their order. */
    public <T> List<T> list(String doing, String sql, Binding binding, Row<T> row) {
        return run(doing, sql, statement -> {
            binding.bind(statement);
            return list(statement, row);
        });
    }

    /** As {@link #list(String, String, Binding, Row)}, of a statement without parameters. */
    public <T> List<T> list(String doing, String sql, Row<T> row) {
        return list(doing, sql, statement -> {}, row);
    }

    /** The same of a statement that has its parameters. */
    public static <T> List<T> list(PreparedStatement statement, Row<T> row) throws SQLException {
        var found = new ArrayList<T>();
        try (var rows = statement.executeQuery()) {
            while (rows.next()) {
                found.add(row.read(rows));
            }
        }
        return found;
    }

    /** Visits all rows, in their order. */
    public void each(String doing, String sql, Binding binding, Visit visit) {
        run(doing, sql, statement -> {
            binding.bind(statement);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    visit.at(rows);
                }
            }
            return true;
        });
    }

    /** The first row, if there is any. */
    public <T> Optional<T> first(String doing, String sql, Binding binding, Row<T> row) {
        return run(doing, sql, statement -> {
            binding.bind(statement);
            try (var rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(row.read(rows)) : Optional.empty();
            }
        });
    }

    /** The one row of a statement that always has one; without it, reading fails. */
    public <T extends @Nullable Object> T one(String doing, String sql, Binding binding, Row<T> row) {
        return run(doing, sql, statement -> {
            binding.bind(statement);
            try (var rows = statement.executeQuery()) {
                rows.next();
                return row.read(rows);
            }
        });
    }

    /** As {@link #one(String, String, Binding, Row)}, of a statement without parameters. */
    public <T extends @Nullable Object> T one(String doing, String sql, Row<T> row) {
        return one(doing, sql, statement -> {}, row);
    }

    /** What the work makes of a statement that the others do not fit: a batch, say. */
    public <T extends @Nullable Object> T run(String doing, String sql, Work<T> work) {
        return on(doing, connection -> {
            try (var statement = connection.prepareStatement(sql)) {
                return work.with(statement);
            }
        });
    }

    /** Begins no transaction: a session that wants one of the connection's own begins it, and ends it whatever happens. */
    public <T extends @Nullable Object> T on(String doing, Session<T> session) {
        try (var connection = postgres.getConnection()) {
            return session.on(connection);
        } catch (SQLException e) {
            throw new PostgresException(doing, e.getSQLState(), e);
        }
    }
}

package io.pipestream.poll;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

import io.pipestream.platform.PostgresException;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** SQL for {@code sweep}. */
@Singleton
class SweepRepository {

    private static final String BEGIN = """
            INSERT INTO sweep (connection_id, began_at, cursor_at, last_run_at) VALUES (?, ?, ?, ?)
            ON CONFLICT (connection_id) DO NOTHING
            """;

    private static final String FIND = """
            SELECT connection_id, mode, began_at, cursor_at, last_run_at, run_rows, run_events, wait_until, wait_reason,
                   window_start, window_end, recents_since, items, steps, since, position, version
              FROM sweep
             WHERE connection_id = ?
            """;

    /** All but the mode, which is the operator's. Does nothing if somebody else saved since the row was read. */
    private static final String SAVE = """
            UPDATE sweep
               SET cursor_at = ?, last_run_at = ?, run_rows = ?, run_events = ?, wait_until = ?, wait_reason = ?,
                   window_start = ?, window_end = ?, recents_since = ?, items = ?, steps = ?, since = ?, position = ?,
                   version = version + 1
             WHERE connection_id = ? AND version = ?
            """;

    private static final String SET_MODE = """
            UPDATE sweep SET mode = ? WHERE connection_id = ?
            """;

    private final DataSource postgres;

    SweepRepository(DataSource postgres) {
        this.postgres = postgres;
    }

    /** The connection's row; if there is none it is made, with its cursor at {@code from}. */
    Sweep findOrBegin(UUID connectionId, Instant from) {
        return find(connectionId).orElseGet(() -> {
            begin(connectionId, from);
            return find(connectionId).orElseThrow();
        });
    }

    private void begin(UUID connectionId, Instant from) {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(BEGIN)) {
            statement.setObject(1, connectionId);
            setInstant(statement, 2, from);
            setInstant(statement, 3, from);
            setInstant(statement, 4, from);
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new PostgresException("beginning the sweeps of " + connectionId, e.getSQLState(), e);
        }
    }

    Optional<Sweep> find(UUID connectionId) {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(FIND)) {
            statement.setObject(1, connectionId);
            try (var row = statement.executeQuery()) {
                return row.next() ? Optional.of(sweep(row)) : Optional.empty();
            }
        } catch (SQLException e) {
            throw new PostgresException("reading the sweep of " + connectionId, e.getSQLState(), e);
        }
    }

    /** Saves it and returns it as it is now, or nothing if somebody else has saved since, who then goes on. */
    Optional<Sweep> save(Sweep sweep) {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(SAVE)) {
            setInstant(statement, 1, sweep.cursor());
            setInstant(statement, 2, sweep.lastRunAt());
            statement.setLong(3, sweep.rows());
            statement.setLong(4, sweep.events());
            setInstant(statement, 5, sweep.waitUntil());
            statement.setString(6, sweep.waitReason());
            setPlan(statement, 7, sweep.plan());
            statement.setObject(14, sweep.connectionId());
            statement.setLong(15, sweep.version());
            return statement.executeUpdate() == 1 ? find(sweep.connectionId()) : Optional.empty();
        } catch (SQLException e) {
            throw new PostgresException("saving the sweep of " + sweep.connectionId(), e.getSQLState(), e);
        }
    }

    void setMode(UUID connectionId, Mode mode) {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(SET_MODE)) {
            statement.setString(1, mode.name());
            statement.setObject(2, connectionId);
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new PostgresException("setting the mode of " + connectionId, e.getSQLState(), e);
        }
    }

    private static void setPlan(PreparedStatement statement, int first, @Nullable SweepPlan plan) throws SQLException {
        setInstant(statement, first, plan == null ? null : plan.windowStart());
        setInstant(statement, first + 1, plan == null ? null : plan.windowEnd());
        setInstant(statement, first + 2, plan == null ? null : plan.recentsSince());
        statement.setString(first + 3, plan == null ? null : String.join(",", plan.items()));
        statement.setString(first + 4, plan == null ? null : Step.words(plan.steps()));
        setInstant(statement, first + 5, plan == null ? null : plan.since());
        statement.setString(first + 6, plan == null ? null : plan.position());
    }

    private static void setInstant(PreparedStatement statement, int index, @Nullable Instant instant)
            throws SQLException {
        statement.setObject(
                index, instant == null ? null : instant.atOffset(ZoneOffset.UTC), Types.TIMESTAMP_WITH_TIMEZONE);
    }

    private static Sweep sweep(ResultSet row) throws SQLException {
        return new Sweep(
                row.getObject(1, UUID.class),
                Mode.valueOf(row.getString(2)),
                instant(row, 3),
                instant(row, 4),
                instant(row, 5),
                row.getLong(6),
                row.getLong(7),
                row.getObject(8) == null ? null : instant(row, 8),
                row.getString(9),
                row.getString(14) == null ? null : plan(row),
                row.getLong(17));
    }

    private static SweepPlan plan(ResultSet row) throws SQLException {
        return new SweepPlan(
                instant(row, 10),
                instant(row, 11),
                instant(row, 12),
                items(row.getString(13)),
                Step.parse(row.getString(14)),
                instant(row, 15),
                row.getString(16));
    }

    private static List<String> items(String joined) {
        return joined.isEmpty() ? List.of() : Arrays.asList(joined.split(",", -1));
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}

package io.pipestream.poll;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

import io.pipestream.platform.Statements;
import io.pipestream.platform.Timestamps;
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

    private final Statements statements;

    SweepRepository(DataSource postgres) {
        this.statements = new Statements(postgres);
    }

    /** The connection's row; if there is none it is made, with its cursor at {@code from}. */
    Sweep findOrBegin(UUID connectionId, Instant from) {
        return find(connectionId).orElseGet(() -> {
            begin(connectionId, from);
            return find(connectionId).orElseThrow();
        });
    }

    private void begin(UUID connectionId, Instant from) {
        statements.update("beginning the sweeps of " + connectionId, BEGIN, statement -> {
            statement.setObject(1, connectionId);
            Timestamps.set(statement, 2, from);
            Timestamps.set(statement, 3, from);
            Timestamps.set(statement, 4, from);
        });
    }

    Optional<Sweep> find(UUID connectionId) {
        return statements.first(
                "reading the sweep of " + connectionId,
                FIND,
                statement -> statement.setObject(1, connectionId),
                SweepRepository::sweep);
    }

    /** Saves it and returns it as it is now, or nothing if somebody else has saved since, who then goes on. */
    Optional<Sweep> save(Sweep sweep) {
        var isSaved = statements.updateOne("saving the sweep of " + sweep.connectionId(), SAVE, statement -> {
            Timestamps.set(statement, 1, sweep.cursor());
            Timestamps.set(statement, 2, sweep.lastRunAt());
            statement.setLong(3, sweep.rows());
            statement.setLong(4, sweep.events());
            Timestamps.set(statement, 5, sweep.waitUntil());
            statement.setString(6, sweep.waitReason());
            setPlan(statement, 7, sweep.plan());
            statement.setObject(14, sweep.connectionId());
            statement.setLong(15, sweep.version());
        });
        return isSaved ? find(sweep.connectionId()) : Optional.empty();
    }

    void setMode(UUID connectionId, Mode mode) {
        statements.update("setting the mode of " + connectionId, SET_MODE, statement -> {
            statement.setString(1, mode.name());
            statement.setObject(2, connectionId);
        });
    }

    private static void setPlan(PreparedStatement statement, int first, @Nullable SweepPlan plan) throws SQLException {
        Timestamps.set(statement, first, plan == null ? null : plan.windowStart());
        Timestamps.set(statement, first + 1, plan == null ? null : plan.windowEnd());
        Timestamps.set(statement, first + 2, plan == null ? null : plan.recentsSince());
        statement.setString(first + 3, plan == null ? null : String.join(",", plan.items()));
        statement.setString(first + 4, plan == null ? null : Step.words(plan.steps()));
        Timestamps.set(statement, first + 5, plan == null ? null : plan.since());
        statement.setString(first + 6, plan == null ? null : plan.position());
    }

    private static Sweep sweep(ResultSet row) throws SQLException {
        return new Sweep(
                row.getObject(1, UUID.class),
                Mode.valueOf(row.getString(2)),
                Timestamps.get(row, 3),
                Timestamps.get(row, 4),
                Timestamps.get(row, 5),
                row.getLong(6),
                row.getLong(7),
                Timestamps.getOrNull(row, 8),
                row.getString(9),
                row.getString(14) == null ? null : plan(row),
                row.getLong(17));
    }

    private static SweepPlan plan(ResultSet row) throws SQLException {
        return new SweepPlan(
                Timestamps.get(row, 10),
                Timestamps.get(row, 11),
                Timestamps.get(row, 12),
                items(row.getString(13)),
                Step.parse(row.getString(14)),
                Timestamps.get(row, 15),
                row.getString(16));
    }

    private static List<String> items(String joined) {
        return joined.isEmpty() ? List.of() : Arrays.asList(joined.split(",", -1));
    }
}

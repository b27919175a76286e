package io.pipestream.replay;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

import io.pipestream.journal.StretchReader.Unread;
import io.pipestream.platform.Statements;
import io.pipestream.platform.Timestamps;
import io.pipestream.publish.ReplayMark;
import io.pipestream.replay.Replay.State;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** SQL for {@code replay}: what whoever runs one needs, and what is kept for those that run. */
@Singleton
class RunRepository {

    private static final String DUE = """
            SELECT id FROM replay
             WHERE (is_open OR state IN ('RUNNING', 'WAITING'))
               AND (state <> 'WAITING' OR wait_until IS NULL OR wait_until <= ?)
             ORDER BY started_at
             LIMIT ?
            """;

    /** From here on somebody may send what is not noted yet. */
    private static final String OPEN = """
            UPDATE replay SET is_open = true
             WHERE id = ? AND (is_open OR state IN ('RUNNING', 'WAITING'))
            RETURNING
            """ + ReplayRepository.COLUMNS;

    /** All that was sent is noted. One that runs stays open: it only moves on. */
    private static final String CLOSE = """
            UPDATE replay SET is_open = false WHERE id = ? AND state NOT IN ('RUNNING', 'WAITING')
            """;

    /** Never back: whoever was stopped for long may come late with what he knew. */
    private static final String ACKNOWLEDGE = """
            UPDATE replay
               SET sent = ?, dead_lettered = ?, reached_seq = ?, place = ?, per_second = ?,
                   problem = CASE WHEN state = 'WAITING' THEN NULL ELSE problem END,
                   state = CASE WHEN state = 'WAITING' THEN 'RUNNING' ELSE state END
             WHERE id = ? AND reached_seq <= ?
            RETURNING state
            """;

    private static final String STATE = "SELECT state FROM replay WHERE id = ?";

    private static final String WAIT = """
            UPDATE replay SET state = 'WAITING', problem = ?, wait_until = ?
             WHERE id = ? AND state IN ('RUNNING', 'WAITING')
            """;

    private static final String END = """
            UPDATE replay SET state = ?, problem = ?, wait_until = NULL, ended_at = ?, is_open = false
             WHERE id = ? AND state IN ('RUNNING', 'WAITING')
            """;

    private static final String BEGUN = """
            SELECT id, reached_seq, through_seq FROM replay WHERE is_open OR state IN ('RUNNING', 'WAITING', 'PAUSED')
            """;

    private final Statements statements;
    private final ReplayRepository replays;

    RunRepository(DataSource postgres, ReplayRepository replays) {
        this.statements = new Statements(postgres);
        this.replays = replays;
    }

    /** Those that should be running, and those that were stopped and whose last run may have sent what is not noted. */
    List<UUID> due(Instant now, int limit) {
        return statements.list(
                "looking for replays",
                DUE,
                statement -> {
                    Timestamps.set(statement, 1, now);
                    statement.setInt(2, limit);
                },
                row -> row.getObject(1, UUID.class));
    }

    /** For whoever holds its lease; empty if there is nothing to do for it. */
    Optional<Replay> open(UUID id) {
        return statements.first("opening replay " + id, OPEN, statement -> statement.setObject(1, id), replays::replay);
    }

    void close(UUID id) {
        statements.update("closing replay " + id, CLOSE, statement -> statement.setObject(1, id));
    }

    /** Notes what is in Kafka; empty if more is noted already, by somebody else. */
    Optional<State> acknowledge(UUID id, ReplayMark mark, double perSecond) {
        return statements.first(
                "acknowledging replay " + id,
                ACKNOWLEDGE,
                statement -> {
                    statement.setLong(1, mark.sent());
                    statement.setLong(2, mark.deadLettered());
                    statement.setLong(3, mark.through());
                    statement.setLong(4, mark.place());
                    statement.setDouble(5, perSecond);
                    statement.setObject(6, id);
                    statement.setLong(7, mark.through());
                },
                RunRepository::state);
    }

    Optional<State> state(UUID id) {
        return statements.first(
                "looking at replay " + id, STATE, statement -> statement.setObject(1, id), RunRepository::state);
    }

    /** Only one that runs can wait. */
    void waitUntil(UUID id, Instant until, String why) {
        statements.update("pausing replay " + id, WAIT, statement -> {
            statement.setString(1, why);
            Timestamps.set(statement, 2, until);
            statement.setObject(3, id);
        });
    }

    /** Done, or failed with what is in the way; false if it was stopped before. */
    boolean end(UUID id, State state, @Nullable String problem, Instant now) {
        return statements.updateOne("ending replay " + id, END, statement -> {
            statement.setString(1, state.name());
            statement.setString(2, problem);
            Timestamps.set(statement, 3, now);
            statement.setObject(4, id);
        });
    }

    /** What is planned and not sent of those that run, wait or pause. */
    List<Unread> begun() {
        return statements.list(
                "looking at what replays read",
                BEGUN,
                row -> new Unread("replay " + row.getObject(1, UUID.class), row.getLong(2), row.getLong(3)));
    }

    private static State state(ResultSet row) throws SQLException {
        return State.valueOf(row.getString(1));
    }
}

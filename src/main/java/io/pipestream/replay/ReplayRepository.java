package io.pipestream.replay;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pipestream.journal.EventSelection;
import io.pipestream.journal.StretchReader.Unread;
import io.pipestream.journal.StretchRepository.Landmark;
import io.pipestream.platform.PostgresException;
import io.pipestream.publish.ReplayMark;
import io.pipestream.replay.Replay.Definition;
import io.pipestream.replay.Replay.State;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** SQL for {@code replay}. */
@Singleton
class ReplayRepository {

    private static final String ADD = """
            INSERT INTO replay (id, selection, topic, as_of, rate, reason, asked_by, after_seq, through_seq, events, bytes,
                                first_id, first_at, last_id, last_at, topics, seconds, reached_seq, state, created_at, hook_id)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'PLANNED', ?, ?)
            """;

    private static final String COLUMNS = """
            id, selection, topic, as_of, rate, reason, asked_by, after_seq, through_seq, events, bytes,
            first_id, first_at, last_id, last_at, topics, seconds, state, problem, sent, dead_lettered, reached_seq, place,
            per_second, created_at, started_at, ended_at, hook_id
            """;

    private static final String FIND = "SELECT " + COLUMNS + " FROM replay WHERE id = ?";

    private static final String NEWEST = "SELECT " + COLUMNS + " FROM replay ORDER BY created_at DESC, id LIMIT ?";

    /** What a hook was sent is told by its deliveries. */
    private static final String PAST = "SELECT " + COLUMNS + """
              FROM replay
             WHERE after_seq < ? AND reached_seq >= ? AND sent > 0 AND hook_id IS NULL
             ORDER BY created_at DESC, id
             LIMIT ?
            """;

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
            """ + COLUMNS;

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

    private static final String MOVE = """
            UPDATE replay
               SET state = ?, problem = NULL, wait_until = NULL, started_at = coalesce(started_at, ?), ended_at = ?
             WHERE id = ? AND state = ANY (string_to_array(?, ','))
            """;

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

    private static final String USUAL_SPEED = """
            SELECT avg(per_second) FROM (SELECT per_second FROM replay
                                          WHERE state = 'DONE' AND rate = 0 AND per_second > 0
                                          ORDER BY created_at DESC LIMIT 5) recent
            """;

    private final DataSource postgres;
    private final ObjectMapper json;

    ReplayRepository(DataSource postgres, ObjectMapper json) {
        this.postgres = postgres;
        this.json = json;
    }

    private interface Work<T> {
        T on(PreparedStatement statement) throws SQLException;
    }

    void add(UUID id, Definition definition, Plan plan, Instant now) {
        run("adding replay " + id, ADD, statement -> {
            statement.setObject(1, id);
            statement.setString(2, write(definition.selection()));
            statement.setString(3, definition.target().ownTopic());
            setInstant(statement, 4, definition.asOf());
            statement.setInt(5, definition.rate());
            statement.setString(6, definition.reason());
            statement.setString(7, definition.askedBy());
            statement.setLong(8, plan.after());
            statement.setLong(9, plan.through());
            statement.setLong(10, plan.count());
            statement.setLong(11, plan.bytes());
            statement.setObject(12, plan.first().id());
            setInstant(statement, 13, plan.first().receivedAt());
            statement.setObject(14, plan.last().id());
            setInstant(statement, 15, plan.last().receivedAt());
            statement.setString(16, String.join(",", plan.topics()));
            statement.setLong(17, plan.seconds());
            statement.setLong(18, plan.after());
            setInstant(statement, 19, now);
            statement.setObject(20, definition.target().ownHook());
            return statement.executeUpdate();
        });
    }

    Optional<Replay> find(UUID id) {
        return run("reading replay " + id, FIND, statement -> {
            statement.setObject(1, id);
            return read(statement).stream().findFirst();
        });
    }

    List<Replay> newest(int limit) {
        return run("reading replays", NEWEST, statement -> {
            statement.setInt(1, limit);
            return read(statement);
        });
    }

    /** Those to topics that have come past this place of the journal, newest first. */
    List<Replay> past(long seq, int limit) {
        return run("reading replays", PAST, statement -> {
            statement.setLong(1, seq);
            statement.setLong(2, seq);
            statement.setInt(3, limit);
            return read(statement);
        });
    }

    /** Those that should be running, and those that were stopped and whose last run may have sent what is not noted. */
    List<UUID> due(Instant now, int limit) {
        return run("looking for replays", DUE, statement -> {
            setInstant(statement, 1, now);
            statement.setInt(2, limit);
            var due = new ArrayList<UUID>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    due.add(rows.getObject(1, UUID.class));
                }
            }
            return due;
        });
    }

    /** For whoever holds its lease; empty if there is nothing to do for it. */
    Optional<Replay> open(UUID id) {
        return run("opening replay " + id, OPEN, statement -> {
            statement.setObject(1, id);
            return read(statement).stream().findFirst();
        });
    }

    void close(UUID id) {
        run("closing replay " + id, CLOSE, statement -> {
            statement.setObject(1, id);
            return statement.executeUpdate();
        });
    }

    /** Notes what is in Kafka; empty if more is noted already, by somebody else. */
    Optional<State> acknowledge(UUID id, ReplayMark mark, double perSecond) {
        return run("acknowledging replay " + id, ACKNOWLEDGE, statement -> {
            statement.setLong(1, mark.sent());
            statement.setLong(2, mark.deadLettered());
            statement.setLong(3, mark.through());
            statement.setLong(4, mark.place());
            statement.setDouble(5, perSecond);
            statement.setObject(6, id);
            statement.setLong(7, mark.through());
            return state(statement);
        });
    }

    Optional<State> state(UUID id) {
        return run("looking at replay " + id, STATE, statement -> {
            statement.setObject(1, id);
            return state(statement);
        });
    }

    /** False if it is in none of these states; then nothing happens. */
    boolean move(UUID id, Set<State> from, State to, @Nullable Instant startedAt, @Nullable Instant endedAt) {
        return run("moving replay " + id, MOVE, statement -> {
            statement.setString(1, to.name());
            setInstant(statement, 2, startedAt);
            setInstant(statement, 3, endedAt);
            statement.setObject(4, id);
            statement.setString(
                    5, String.join(",", from.stream().map(State::name).toList()));
            return statement.executeUpdate() == 1;
        });
    }

    /** Only one that runs can wait. */
    void waitUntil(UUID id, Instant until, String why) {
        run("pausing replay " + id, WAIT, statement -> {
            statement.setString(1, why);
            setInstant(statement, 2, until);
            statement.setObject(3, id);
            return statement.executeUpdate();
        });
    }

    /** Done, or failed with what is in the way; false if it was stopped before. */
    boolean end(UUID id, State state, @Nullable String problem, Instant now) {
        return run("ending replay " + id, END, statement -> {
            statement.setString(1, state.name());
            statement.setString(2, problem);
            setInstant(statement, 3, now);
            statement.setObject(4, id);
            return statement.executeUpdate() == 1;
        });
    }

    /** What is planned and not sent of those that run, wait or pause. */
    List<Unread> begun() {
        return run("looking at what replays read", BEGUN, statement -> {
            var begun = new ArrayList<Unread>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    begun.add(new Unread("replay " + rows.getObject(1, UUID.class), rows.getLong(2), rows.getLong(3)));
                }
            }
            return begun;
        });
    }

    /** Events a second of the last replays that had no limit; 0 if there was none. */
    double usualSpeed() {
        return run("reading the speed of replays", USUAL_SPEED, statement -> {
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getDouble(1);
            }
        });
    }

    private <T> T run(String doing, String sql, Work<T> work) {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(sql)) {
            return work.on(statement);
        } catch (SQLException e) {
            throw new PostgresException(doing, e.getSQLState(), e);
        }
    }

    private static Optional<State> state(PreparedStatement statement) throws SQLException {
        try (var rows = statement.executeQuery()) {
            return rows.next() ? Optional.of(State.valueOf(rows.getString(1))) : Optional.empty();
        }
    }

    private List<Replay> read(PreparedStatement statement) throws SQLException {
        var found = new ArrayList<Replay>();
        try (var row = statement.executeQuery()) {
            while (row.next()) {
                found.add(new Replay(
                        row.getObject("id", UUID.class),
                        definition(row),
                        plan(row),
                        State.valueOf(row.getString("state")),
                        row.getString("problem"),
                        new ReplayMark(
                                row.getLong("reached_seq"),
                                row.getLong("sent"),
                                row.getLong("dead_lettered"),
                                row.getLong("place")),
                        row.getDouble("per_second"),
                        instant(row, "created_at"),
                        instantOrNull(row, "started_at"),
                        instantOrNull(row, "ended_at")));
            }
        }
        return found;
    }

    private Definition definition(ResultSet row) throws SQLException {
        return new Definition(
                parse(row.getString("selection")),
                Target.of(row.getString("topic"), row.getObject("hook_id", UUID.class)),
                instantOrNull(row, "as_of"),
                row.getInt("rate"),
                row.getString("reason"),
                row.getString("asked_by"));
    }

    private static Plan plan(ResultSet row) throws SQLException {
        return new Plan(
                row.getLong("after_seq"),
                row.getLong("through_seq"),
                row.getLong("events"),
                row.getLong("bytes"),
                new Landmark(row.getObject("first_id", UUID.class), instant(row, "first_at")),
                new Landmark(row.getObject("last_id", UUID.class), instant(row, "last_at")),
                Arrays.asList(row.getString("topics").split(",", -1)),
                row.getLong("seconds"));
    }

    private String write(EventSelection selection) {
        try {
            return json.writeValueAsString(selection);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a selection is always JSON", e);
        }
    }

    private EventSelection parse(String selection) {
        try {
            return json.readValue(selection, EventSelection.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("we wrote this selection as JSON", e);
        }
    }

    private static void setInstant(PreparedStatement statement, int index, @Nullable Instant instant)
            throws SQLException {
        statement.setObject(
                index, instant == null ? null : instant.atOffset(ZoneOffset.UTC), Types.TIMESTAMP_WITH_TIMEZONE);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
        return row.getObject(column) == null ? null : instant(row, column);
    }
}

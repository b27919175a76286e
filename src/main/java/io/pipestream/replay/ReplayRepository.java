package io.pipestream.replay;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pipestream.journal.EventSelection;
import io.pipestream.journal.StretchRepository.Landmark;
import io.pipestream.platform.Statements;
import io.pipestream.platform.Timestamps;
import io.pipestream.publish.ReplayMark;
import io.pipestream.replay.Replay.Definition;
import io.pipestream.replay.Replay.State;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** SQL for {@code replay}: what people plan, steer and are shown. What a running one needs is in {@link RunRepository}. */
@Singleton
class ReplayRepository {

    private static final String ADD = """
            INSERT INTO replay (id, selection, topic, as_of, rate, reason, asked_by, after_seq, through_seq, events, bytes,
                                first_id, first_at, last_id, last_at, topics, seconds, reached_seq, state, created_at, hook_id)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'PLANNED', ?, ?)
            """;

    /** Whoever selects these has a row for {@link #replay}. */
    static final String COLUMNS = """
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

    private static final String MOVE = """
            UPDATE replay
               SET state = ?, problem = NULL, wait_until = NULL, started_at = coalesce(started_at, ?), ended_at = ?
             WHERE id = ? AND state = ANY (string_to_array(?, ','))
            """;

    private static final String USUAL_SPEED = """
            SELECT avg(per_second) FROM (SELECT per_second FROM replay
                                          WHERE state = 'DONE' AND rate = 0 AND per_second > 0
                                          ORDER BY created_at DESC LIMIT 5) recent
            """;

    private final Statements statements;
    private final ObjectMapper json;

    ReplayRepository(DataSource postgres, ObjectMapper json) {
        this.statements = new Statements(postgres);
        this.json = json;
    }

    void add(UUID id, Definition definition, Plan plan, Instant now) {
        statements.update("adding replay " + id, ADD, statement -> {
            statement.setObject(1, id);
            statement.setString(2, write(definition.selection()));
            statement.setString(3, definition.target().ownTopic());
            Timestamps.set(statement, 4, definition.asOf());
            statement.setInt(5, definition.rate());
            statement.setString(6, definition.reason());
            statement.setString(7, definition.askedBy());
            statement.setLong(8, plan.after());
            statement.setLong(9, plan.through());
            statement.setLong(10, plan.count());
            statement.setLong(11, plan.bytes());
            statement.setObject(12, plan.first().id());
            Timestamps.set(statement, 13, plan.first().receivedAt());
            statement.setObject(14, plan.last().id());
            Timestamps.set(statement, 15, plan.last().receivedAt());
            statement.setString(16, String.join(",", plan.topics()));
            statement.setLong(17, plan.seconds());
            statement.setLong(18, plan.after());
            Timestamps.set(statement, 19, now);
            statement.setObject(20, definition.target().ownHook());
        });
    }

    Optional<Replay> find(UUID id) {
        return statements.first("reading replay " + id, FIND, statement -> statement.setObject(1, id), this::replay);
    }

    List<Replay> newest(int limit) {
        return statements.list("reading replays", NEWEST, statement -> statement.setInt(1, limit), this::replay);
    }

    /** Those to topics that have come past this place of the journal, newest first. */
    List<Replay> past(long seq, int limit) {
        return statements.list(
                "reading replays",
                PAST,
                statement -> {
                    statement.setLong(1, seq);
                    statement.setLong(2, seq);
                    statement.setInt(3, limit);
                },
                this::replay);
    }

    /** False if it is in none of these states; then nothing happens. */
    boolean move(UUID id, Set<State> from, State to, @Nullable Instant startedAt, @Nullable Instant endedAt) {
        return statements.updateOne("moving replay " + id, MOVE, statement -> {
            statement.setString(1, to.name());
            Timestamps.set(statement, 2, startedAt);
            Timestamps.set(statement, 3, endedAt);
            statement.setObject(4, id);
            statement.setString(
                    5, String.join(",", from.stream().map(State::name).toList()));
        });
    }

    /** Events a second of the last replays that had no limit; 0 if there was none. */
    double usualSpeed() {
        return statements.one("reading the speed of replays", USUAL_SPEED, row -> row.getDouble(1));
    }

    Replay replay(ResultSet row) throws SQLException {
        return new Replay(
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
                Timestamps.get(row, "created_at"),
                Timestamps.getOrNull(row, "started_at"),
                Timestamps.getOrNull(row, "ended_at"));
    }

    private Definition definition(ResultSet row) throws SQLException {
        return new Definition(
                parse(row.getString("selection")),
                Target.of(row.getString("topic"), row.getObject("hook_id", UUID.class)),
                Timestamps.getOrNull(row, "as_of"),
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
                new Landmark(row.getObject("first_id", UUID.class), Timestamps.get(row, "first_at")),
                new Landmark(row.getObject("last_id", UUID.class), Timestamps.get(row, "last_at")),
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
}

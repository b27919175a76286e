package io.pipestream.hook;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;

import io.pipestream.hook.DeliveryLog.Attempt;
import io.pipestream.hook.DeliveryLog.State;
import io.pipestream.platform.SqlArrays;
import io.pipestream.platform.Statements;
import io.pipestream.platform.Timestamps;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** SQL that reads deliveries and their attempts for people, and sends one on its way again. */
@Singleton
class LogRepository {

    private static final String COLUMNS = """
            SELECT id, hook_id, event_id, event_seq, record_key, replay_id, state, next_attempt_at, created_at, settled_at
              FROM hook_delivery
            """;

    private static final String PAGE = COLUMNS + """
             WHERE hook_id = ? AND id < ? AND (?::text IS NULL OR state = ?)
             ORDER BY id DESC
             LIMIT ?
            """;

    private static final String OF_EVENT = COLUMNS + " WHERE event_seq = ? ORDER BY id LIMIT 1000";

    private static final String FIND = COLUMNS + " WHERE hook_id = ? AND id = ?";

    private static final String ATTEMPTS = """
            SELECT delivery_id, attempt, at, millis, status, problem, answer
              FROM hook_attempt
             WHERE delivery_id = ANY (?)
             ORDER BY delivery_id, attempt
            """;

    private static final String REDELIVER = """
            UPDATE hook_delivery
               SET state = 'PENDING', attempts_before = attempts, first_at = ?, next_attempt_at = ?, settled_at = NULL
             WHERE hook_id = ? AND id = ?
            """;

    private final Statements statements;

    LogRepository(DataSource postgres) {
        this.statements = new Statements(postgres);
    }

    /** A delivery and whose it is. */
    record Logged(UUID hookId, DeliveryLog delivery) {}

    /** Newest first, those before this number. */
    List<DeliveryLog> page(UUID hookId, long before, @Nullable State state, int limit) {
        return read("reading deliveries of hook " + hookId, PAGE, statement -> {
                    var word = state == null ? null : state.name();
                    statement.setObject(1, hookId);
                    statement.setLong(2, before);
                    statement.setString(3, word);
                    statement.setString(4, word);
                    statement.setInt(5, limit);
                })
                .stream()
                .map(Logged::delivery)
                .toList();
    }

    /** To every hook, the first thousand. */
    List<Logged> ofEvent(long sequence) {
        return read(
                "reading what hooks were told of event " + sequence,
                OF_EVENT,
                statement -> statement.setLong(1, sequence));
    }

    /** Null if there is no such delivery of this hook. */
    @Nullable
    DeliveryLog find(UUID hookId, long id) {
        return read("reading delivery " + id, FIND, statement -> {
                    statement.setObject(1, hookId);
                    statement.setLong(2, id);
                })
                .stream()
                .findFirst()
                .map(Logged::delivery)
                .orElse(null);
    }

    /** False if there is no such delivery of this hook. Whoever is calling goes on; what comes of it counts too. */
    boolean redeliver(UUID hookId, long id, Instant now) {
        return statements.updateOne("redelivering " + id, REDELIVER, statement -> {
            Timestamps.set(statement, 1, now);
            Timestamps.set(statement, 2, now);
            statement.setObject(3, hookId);
            statement.setLong(4, id);
        });
    }

    private List<Logged> read(String doing, String sql, Statements.Binding binding) {
        return statements.run(doing, sql, statement -> {
            binding.bind(statement);
            return read(statement);
        });
    }

    private static List<Logged> read(PreparedStatement statement) throws SQLException {
        var attempts = new HashMap<Long, List<Attempt>>();
        var found = Statements.list(
                statement, row -> logged(row, attempts.computeIfAbsent(row.getLong(1), id -> new ArrayList<>())));
        readAttempts(statement.getConnection(), attempts);
        return found;
    }

    /** @param attempts are read when all deliveries are */
    private static Logged logged(ResultSet row, List<Attempt> attempts) throws SQLException {
        var hookId = row.getObject(2, UUID.class);
        var eventId = row.getObject(3, UUID.class);
        var state = State.valueOf(row.getString(7));
        return new Logged(
                hookId,
                new DeliveryLog(
                        row.getLong(1),
                        Messages.id(hookId, eventId),
                        eventId,
                        row.getLong(4),
                        row.getString(5),
                        row.getObject(6, UUID.class),
                        state,
                        state == State.PENDING ? Timestamps.getOrNull(row, 8) : null,
                        Timestamps.get(row, 9),
                        Timestamps.getOrNull(row, 10),
                        attempts));
    }

    private static void readAttempts(Connection connection, Map<Long, List<Attempt>> attempts) throws SQLException {
        try (var statement = connection.prepareStatement(ATTEMPTS)) {
            SqlArrays.set(statement, 1, "bigint", attempts.keySet());
            try (var row = statement.executeQuery()) {
                while (row.next()) {
                    attempts.computeIfAbsent(row.getLong(1), id -> new ArrayList<>())
                            .add(new Attempt(
                                    row.getInt(2),
                                    Timestamps.get(row, 3),
                                    row.getInt(4),
                                    row.getObject(5, Integer.class),
                                    row.getString(6),
                                    row.getString(7)));
                }
            }
        }
    }
}

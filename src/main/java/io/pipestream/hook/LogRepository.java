package io.pipestream.hook;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;

import io.pipestream.hook.DeliveryLog.Attempt;
import io.pipestream.hook.DeliveryLog.State;
import io.pipestream.platform.PostgresException;
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

    private final DataSource postgres;

    LogRepository(DataSource postgres) {
        this.postgres = postgres;
    }

    @FunctionalInterface
    private interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /** A delivery and whose it is. */
    record Logged(UUID hookId, DeliveryLog delivery) {}

    /** Newest first, those before this number. */
    List<DeliveryLog> page(UUID hookId, long before, @Nullable State state, int limit) {
        return run("reading deliveries of hook " + hookId, connection -> {
                    try (var statement = connection.prepareStatement(PAGE)) {
                        var word = state == null ? null : state.name();
                        statement.setObject(1, hookId);
                        statement.setLong(2, before);
                        statement.setString(3, word);
                        statement.setString(4, word);
                        statement.setInt(5, limit);
                        return read(connection, statement.executeQuery());
                    }
                })
                .stream()
                .map(Logged::delivery)
                .toList();
    }

    /** To every hook, the first thousand. */
    List<Logged> ofEvent(long sequence) {
        return run("reading what hooks were told of event " + sequence, connection -> {
            try (var statement = connection.prepareStatement(OF_EVENT)) {
                statement.setLong(1, sequence);
                return read(connection, statement.executeQuery());
            }
        });
    }

    /** Null if there is no such delivery of this hook. */
    @Nullable
    DeliveryLog find(UUID hookId, long id) {
        return run("reading delivery " + id, connection -> {
                    try (var statement = connection.prepareStatement(FIND)) {
                        statement.setObject(1, hookId);
                        statement.setLong(2, id);
                        return read(connection, statement.executeQuery());
                    }
                })
                .stream()
                .findFirst()
                .map(Logged::delivery)
                .orElse(null);
    }

    /** False if there is no such delivery of this hook. Whoever is calling goes on; what comes of it counts too. */
    boolean redeliver(UUID hookId, long id, Instant now) {
        return run("redelivering " + id, connection -> {
            try (var statement = connection.prepareStatement(REDELIVER)) {
                var time = now.atOffset(ZoneOffset.UTC);
                statement.setObject(1, time);
                statement.setObject(2, time);
                statement.setObject(3, hookId);
                statement.setLong(4, id);
                return statement.executeUpdate() == 1;
            }
        });
    }

    private <T> T run(String doing, Work<T> work) {
        try (var connection = postgres.getConnection()) {
            return work.on(connection);
        } catch (SQLException e) {
            throw new PostgresException(doing, e.getSQLState(), e);
        }
    }

    private static List<Logged> read(Connection connection, ResultSet row) throws SQLException {
        var attempts = new HashMap<Long, List<Attempt>>();
        var found = new ArrayList<Logged>();
        while (row.next()) {
            var id = row.getLong(1);
            var hookId = row.getObject(2, UUID.class);
            var eventId = row.getObject(3, UUID.class);
            var state = State.valueOf(row.getString(7));
            var own = attempts.computeIfAbsent(id, unused -> new ArrayList<>());
            found.add(new Logged(
                    hookId,
                    new DeliveryLog(
                            id,
                            Messages.id(hookId, eventId),
                            eventId,
                            row.getLong(4),
                            row.getString(5),
                            row.getObject(6, UUID.class),
                            state,
                            state == State.PENDING ? HealthRepository.instant(row, 8) : null,
                            Objects.requireNonNull(HealthRepository.instant(row, 9)),
                            HealthRepository.instant(row, 10),
                            own)));
        }
        readAttempts(connection, attempts);
        return found;
    }

    private static void readAttempts(Connection connection, Map<Long, List<Attempt>> attempts) throws SQLException {
        try (var statement = connection.prepareStatement(ATTEMPTS)) {
            statement.setArray(
                    1, connection.createArrayOf("bigint", attempts.keySet().toArray()));
            try (var row = statement.executeQuery()) {
                while (row.next()) {
                    attempts.computeIfAbsent(row.getLong(1), id -> new ArrayList<>())
                            .add(new Attempt(
                                    row.getInt(2),
                                    Objects.requireNonNull(HealthRepository.instant(row, 3)),
                                    row.getInt(4),
                                    row.getObject(5, Integer.class),
                                    row.getString(6),
                                    row.getString(7)));
                }
            }
        }
    }
}

package io.pipestream.hook;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;

import io.pipestream.platform.SqlArrays;
import io.pipestream.platform.Statements;
import io.pipestream.platform.Timestamps;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** SQL for {@code hook_health}, and for how much waits. */
@Singleton
class HealthRepository {

    private static final String ADD = "INSERT INTO hook_health (hook_id) VALUES (?)";

    private static final String RESET = """
            UPDATE hook_health SET failures = 0, failing_since = NULL, paused_until = NULL WHERE hook_id = ?
            """;

    private static final String ALL = """
            SELECT h.hook_id, h.failures, h.failing_since, h.paused_until,
                   (SELECT count(*) FROM hook_delivery d WHERE d.hook_id = h.hook_id AND d.state = 'PENDING')
              FROM hook_health h
             WHERE ?::uuid IS NULL OR h.hook_id = ?
            """;

    /** By way of the hook, as whoever changes that, and in one order, so that no two wait for each other. */
    private static final String LOCK = """
            SELECT h.id, s.failures, s.failing_since, s.paused_until
              FROM hook h
              JOIN hook_health s ON s.hook_id = h.id
             WHERE h.id = ANY (?)
             ORDER BY h.id
               FOR NO KEY UPDATE
            """;

    private static final String WRITE = """
            UPDATE hook_health SET failures = ?, failing_since = ?, paused_until = ? WHERE hook_id = ?
            """;

    private final Statements statements;

    HealthRepository(DataSource postgres) {
        this.statements = new Statements(postgres);
    }

    /** @param waiting deliveries that are to come */
    record Standing(Health health, long waiting) {

        static final Standing NEW = new Standing(Health.GOOD, 0);
    }

    void add(UUID hookId) {
        update(ADD, hookId);
    }

    void reset(UUID hookId) {
        update(RESET, hookId);
    }

    /** Of all hooks, or of one. */
    Map<UUID, Standing> standings(@Nullable UUID hookId) {
        var standings = new HashMap<UUID, Standing>();
        statements.each(
                "reading the health of hooks",
                ALL,
                statement -> {
                    statement.setObject(1, hookId);
                    statement.setObject(2, hookId);
                },
                row -> standings.put(row.getObject(1, UUID.class), new Standing(health(row), row.getLong(5))));
        return standings;
    }

    /** Those that are still there; nobody else changes them until the transaction ends. */
    static Map<UUID, Health> lock(Connection connection, Collection<UUID> hookIds) throws SQLException {
        try (var statement = connection.prepareStatement(LOCK)) {
            SqlArrays.set(statement, 1, "uuid", hookIds);
            var healths = new HashMap<UUID, Health>();
            try (var row = statement.executeQuery()) {
                while (row.next()) {
                    healths.put(row.getObject(1, UUID.class), health(row));
                }
            }
            return healths;
        }
    }

    static void write(Connection connection, Map<UUID, Health> healths) throws SQLException {
        try (var statement = connection.prepareStatement(WRITE)) {
            for (var entry : healths.entrySet()) {
                statement.setInt(1, entry.getValue().failures());
                Timestamps.set(statement, 2, entry.getValue().failingSince());
                Timestamps.set(statement, 3, entry.getValue().pausedUntil());
                statement.setObject(4, entry.getKey());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static Health health(ResultSet row) throws SQLException {
        return new Health(row.getInt(2), Timestamps.getOrNull(row, 3), Timestamps.getOrNull(row, 4));
    }

    private void update(String sql, UUID hookId) {
        statements.update("writing the health of hook " + hookId, sql, statement -> statement.setObject(1, hookId));
    }
}

package io.pipestream.hook;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;

import io.pipestream.platform.PostgresException;
import jakarta.inject.Singleton;

/** SQL that hands deliveries to whoever calls. */
@Singleton
class ClaimRepository {

    private static final String ENDPOINTS = """
            SELECT h.id, h.url, h.content, h.ordered, h.concurrency, h.rate, h.secret, h.former_secret, h.former_until,
                   s.failures, s.failing_since, s.paused_until, h.trigger
              FROM hook h
              JOIN hook_health s ON s.hook_id = h.id
             WHERE h.state = 'ENABLED' AND (s.paused_until IS NULL OR s.paused_until <= ?)
            """;

    /**
     * For each hook as many as it has room for, so that none waits behind another one's. A claim lapses by the database's
     * clock: what a killed instance was calling is called again.
     */
    private static final String CLAIM = """
            WITH due AS (
                SELECT d.id
                  FROM unnest(?::uuid[], ?::int[], ?::boolean[]) AS wanted (hook_id, room, ordered)
                 CROSS JOIN LATERAL (
                       SELECT p.id
                         FROM hook_delivery p
                        WHERE p.hook_id = wanted.hook_id AND p.state = 'PENDING' AND p.next_attempt_at <= ?
                          AND (p.claimed_until IS NULL OR p.claimed_until < now())
                          AND (NOT wanted.ordered
                               OR NOT EXISTS (SELECT FROM hook_delivery b
                                               WHERE b.hook_id = p.hook_id AND b.record_key = p.record_key
                                                 AND b.id < p.id AND b.state = 'PENDING'))
                        ORDER BY p.next_attempt_at, p.id
                        LIMIT wanted.room
                          FOR UPDATE SKIP LOCKED) d)
            UPDATE hook_delivery d
               SET claimed_until = now() + make_interval(secs => ?), attempts = d.attempts + 1
              FROM due
             WHERE d.id = due.id
            RETURNING d.id, d.hook_id, d.event_seq, d.event_id, d.replay_id, d.attempts,
                      d.attempts - d.attempts_before, d.first_at
            """;

    private final DataSource postgres;

    ClaimRepository(DataSource postgres) {
        this.postgres = postgres;
    }

    /** Hooks that may be called now. */
    List<Endpoint> endpoints(Instant now) {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(ENDPOINTS)) {
            statement.setObject(1, now.atOffset(ZoneOffset.UTC));
            var endpoints = new ArrayList<Endpoint>();
            try (var row = statement.executeQuery()) {
                while (row.next()) {
                    var health = new Health(
                            row.getInt(10), HealthRepository.instant(row, 11), HealthRepository.instant(row, 12));
                    endpoints.add(new Endpoint(
                            row.getObject(1, UUID.class),
                            row.getString(2),
                            row.getString(13),
                            HookContent.valueOf(row.getString(3)),
                            row.getBoolean(4),
                            health.room(row.getInt(5)),
                            row.getInt(6),
                            row.getString(7),
                            row.getString(8),
                            HealthRepository.instant(row, 9)));
                }
            }
            return endpoints;
        } catch (SQLException e) {
            throw new PostgresException("reading hooks", e.getSQLState(), e);
        }
    }

    /**
     * Takes what is due, for this long; each call is counted as begun.
     *
     * @param rooms how many for each of them
     */
    List<Claim> claim(Map<Endpoint, Integer> rooms, Instant now, Duration lease) {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(CLAIM)) {
            var endpoints = List.copyOf(rooms.keySet());
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "uuid", endpoints.stream().map(Endpoint::hookId).toArray()));
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "integer", endpoints.stream().map(rooms::get).toArray()));
            statement.setArray(
                    3,
                    connection.createArrayOf(
                            "boolean", endpoints.stream().map(Endpoint::ordered).toArray()));
            statement.setObject(4, now.atOffset(ZoneOffset.UTC));
            statement.setDouble(5, lease.toMillis() / 1000.0);
            var claims = new ArrayList<Claim>();
            try (var row = statement.executeQuery()) {
                while (row.next()) {
                    claims.add(claim(row));
                }
            }
            return claims;
        } catch (SQLException e) {
            throw new PostgresException("claiming deliveries of hooks", e.getSQLState(), e);
        }
    }

    private static Claim claim(ResultSet row) throws SQLException {
        return new Claim(
                row.getLong(1),
                row.getObject(2, UUID.class),
                row.getLong(3),
                row.getObject(4, UUID.class),
                row.getObject(5, UUID.class),
                row.getInt(6),
                row.getInt(7),
                Objects.requireNonNull(HealthRepository.instant(row, 8)));
    }
}

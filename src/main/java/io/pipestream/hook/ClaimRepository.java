package io.pipestream.hook;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;

import io.pipestream.platform.SqlArrays;
import io.pipestream.platform.Statements;
import io.pipestream.platform.Timestamps;
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

    private final Statements statements;

    ClaimRepository(DataSource postgres) {
        this.statements = new Statements(postgres);
    }

    /** Hooks that may be called now. */
    List<Endpoint> endpoints(Instant now) {
        return statements.list(
                "reading hooks", ENDPOINTS, statement -> Timestamps.set(statement, 1, now), ClaimRepository::endpoint);
    }

    /**
     * Takes what is due, for this long; each call is counted as begun.
     *
     * @param rooms how many for each of them
     */
    List<Claim> claim(Map<Endpoint, Integer> rooms, Instant now, Duration lease) {
        var endpoints = List.copyOf(rooms.keySet());
        return statements.list(
                "claiming deliveries of hooks",
                CLAIM,
                statement -> {
                    SqlArrays.set(statement, 1, "uuid", endpoints, Endpoint::hookId);
                    SqlArrays.set(statement, 2, "integer", endpoints, rooms::get);
                    SqlArrays.set(statement, 3, "boolean", endpoints, Endpoint::ordered);
                    Timestamps.set(statement, 4, now);
                    statement.setDouble(5, lease.toMillis() / 1000.0);
                },
                ClaimRepository::claim);
    }

    private static Endpoint endpoint(ResultSet row) throws SQLException {
        var health = new Health(row.getInt(10), Timestamps.getOrNull(row, 11), Timestamps.getOrNull(row, 12));
        return new Endpoint(
                row.getObject(1, UUID.class),
                row.getString(2),
                row.getString(13),
                HookContent.valueOf(row.getString(3)),
                row.getBoolean(4),
                health.room(row.getInt(5)),
                row.getInt(6),
                row.getString(7),
                row.getString(8),
                Timestamps.getOrNull(row, 9));
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
                Timestamps.get(row, 8));
    }
}

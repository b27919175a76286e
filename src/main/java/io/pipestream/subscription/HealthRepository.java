package io.pipestream.subscription;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;

import io.pipestream.platform.Statements;
import io.pipestream.platform.Timestamps;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import org.jspecify.annotations.Nullable;

/** SQL for the health of registrations. */
@Singleton
class HealthRepository {

    private static final String ALL = """
            SELECT r.id, s.id AS subscription_id, s.connection_id, s.event, s.webhook_version, r.webhook_id, r.health,
                   r.health_reason, coalesce(r.health_since, r.created_at) AS since, r.banned_until, r.listening_since,
                   r.created_at, r.last_heard_at, r.failures, r.failing_since, r.last_failed_at, r.missed_at,
                   r.unheard_from, r.unheard_until, r.last_checked_at, r.tried_at
              FROM registration r
              JOIN subscription s ON s.id = r.subscription_id
             ORDER BY s.created_at, s.event
            """;

    /**
     * A miss that later deliveries or a new start of listening explain makes room for the one now found. Nothing is
     * known of Pipedrive's count but that a ban sets it back. Ours is forgotten after a quiet week: a failure now and
     * then is not to look like a ban after months.
     */
    private static final String ADD_EVIDENCE = """
            UPDATE registration
               SET last_heard_at = greatest(last_heard_at, ?),
                   failing_since = CASE WHEN failures = 0 OR last_failed_at < failed - interval '7 days'
                                        THEN coalesce(failing, failing_since)
                                        ELSE failing_since END,
                   failures = CASE WHEN last_failed_at < failed - interval '7 days' THEN greatest(0, more)
                                   ELSE greatest(0, failures + more) END,
                   last_failed_at = greatest(last_failed_at, failed),
                   unheard_from = CASE WHEN unheard_until <= last_heard_at THEN coalesce(first, unheard_from)
                                       ELSE least(unheard_from, first) END,
                   unheard_until = greatest(unheard_until, last),
                   missed_at = CASE WHEN missed_at <= greatest(listening_since, last_heard_at) THEN news
                                    ELSE least(missed_at, news) END
              FROM (SELECT CAST(? AS timestamptz) AS news, CAST(? AS timestamptz) AS failing, CAST(? AS integer) AS more,
                           CAST(? AS timestamptz) AS failed, CAST(? AS timestamptz) AS first,
                           CAST(? AS timestamptz) AS last) seen
             WHERE id = ?
            """;

    /** Counts anew after a ban, as Pipedrive does, and for a new webhook. */
    private static final String CHANGE = """
            UPDATE registration
               SET health = ?, health_reason = ?, health_since = ?, banned_until = ?, listening_since = ?,
                   failures = CASE WHEN ? THEN 0 ELSE failures END
             WHERE id = ? AND health = ?
            """;

    private static final String CHECKED = """
            UPDATE registration
               SET tried_at = ?, last_checked_at = coalesce(?, last_checked_at),
                   unheard_from = CASE WHEN ? THEN NULL ELSE unheard_from END,
                   unheard_until = CASE WHEN ? THEN NULL ELSE unheard_until END
             WHERE id = ?
            """;

    private final Statements statements;

    HealthRepository(DataSource postgres) {
        this.statements = new Statements(postgres);
    }

    /** Every registration, in the order of their subscriptions. */
    List<Watched> all() {
        return statements.list("reading the health of registrations", ALL, HealthRepository::watched);
    }

    List<Watched> of(UUID connectionId) {
        return all().stream()
                .filter(watched -> watched.connectionId().equals(connectionId))
                .toList();
    }

    /** Adds what this instance has seen to what others have; all or nothing. */
    @Transactional
    void add(Map<UUID, Signals.Seen> seen) {
        statements.run("adding evidence", ADD_EVIDENCE, statement -> {
            for (var entry : seen.entrySet()) {
                var signals = entry.getValue();
                Timestamps.set(statement, 1, signals.heardAt());
                Timestamps.set(statement, 2, signals.missedAt());
                Timestamps.set(statement, 3, signals.failingSince());
                statement.setInt(4, signals.failures());
                Timestamps.set(statement, 5, signals.failedAt());
                Timestamps.set(statement, 6, signals.unheardFrom());
                Timestamps.set(statement, 7, signals.unheardUntil());
                statement.setObject(8, entry.getKey());
                statement.executeUpdate();
            }
            return seen;
        });
    }

    /**
     * Changes the standing, if nobody has changed the health meanwhile.
     *
     * @return whether it is changed
     */
    boolean change(Watched from, Standing to) {
        var banBegins = to.health() == Health.BANNED && from.health() != Health.BANNED;
        var countsAnew = banBegins
                || !Objects.equals(to.listeningSince(), from.standing().listeningSince());
        return statements.updateOne("changing the health of a registration", CHANGE, statement -> {
            statement.setString(1, to.health().name());
            statement.setString(2, to.reason());
            Timestamps.set(statement, 3, to.since());
            Timestamps.set(statement, 4, to.bannedUntil());
            Timestamps.set(statement, 5, to.listeningSince());
            statement.setBoolean(6, countsAnew);
            statement.setObject(7, from.id());
            statement.setString(8, from.health().name());
        });
    }

    /**
     * @param listedAt when Pipedrive's list had it; null if it did not answer, or has no right one
     * @param isNew    whether that is another webhook than before, to which nothing has happened yet
     */
    void checked(UUID registrationId, Instant triedAt, @Nullable Instant listedAt, boolean isNew) {
        statements.update("noting a check", CHECKED, statement -> {
            Timestamps.set(statement, 1, triedAt);
            Timestamps.set(statement, 2, listedAt);
            statement.setBoolean(3, isNew);
            statement.setBoolean(4, isNew);
            statement.setObject(5, registrationId);
        });
    }

    private static Watched watched(ResultSet row) throws SQLException {
        return new Watched(
                row.getObject("id", UUID.class),
                row.getObject("subscription_id", UUID.class),
                row.getObject("connection_id", UUID.class),
                EventPattern.parse(row.getString("event")),
                row.getString("webhook_version"),
                row.getString("webhook_id"),
                new Standing(
                        Health.valueOf(row.getString("health")),
                        row.getString("health_reason"),
                        Timestamps.get(row, "since"),
                        Timestamps.getOrNull(row, "banned_until"),
                        Timestamps.getOrNull(row, "listening_since")),
                new Evidence(
                        Timestamps.get(row, "created_at"),
                        Timestamps.getOrNull(row, "last_heard_at"),
                        row.getInt("failures"),
                        Timestamps.getOrNull(row, "failing_since"),
                        Timestamps.getOrNull(row, "last_failed_at"),
                        Timestamps.getOrNull(row, "missed_at"),
                        Timestamps.getOrNull(row, "unheard_from"),
                        Timestamps.getOrNull(row, "unheard_until"),
                        Timestamps.getOrNull(row, "last_checked_at"),
                        Timestamps.getOrNull(row, "tried_at")));
    }
}

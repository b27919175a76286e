package io.pipestream.hook;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import javax.sql.DataSource;

import io.pipestream.hook.Settlement.Disable;
import io.pipestream.platform.Statements;
import io.pipestream.platform.Timestamps;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** SQL that writes down how calls ended, many at once: one transaction. */
@Singleton
class SettleRepository {

    /** A failure counts only for whoever claimed last; a success counts whoever had it. */
    private static final String DELIVERY = """
            UPDATE hook_delivery
               SET state = ?, next_attempt_at = coalesce(?, next_attempt_at), settled_at = ?, claimed_until = NULL
             WHERE id = ? AND state = 'PENDING' AND (? OR attempts = ?)
            """;

    /** Nothing of a hook that was removed meanwhile. */
    private static final String ATTEMPT = """
            INSERT INTO hook_attempt (delivery_id, attempt, at, millis, status, problem, answer)
            SELECT d.id, ?, ?, ?, ?, ?, ? FROM hook_delivery d WHERE d.id = ?
            ON CONFLICT DO NOTHING
            """;

    private static final String DISABLE = """
            UPDATE hook SET state = 'DISABLED', disabled_by = ?, reason = ?, state_since = ?
             WHERE id = ? AND state = 'ENABLED'
            """;

    private final Statements statements;

    SettleRepository(DataSource postgres) {
        this.statements = new Statements(postgres);
    }

    /** What was done, and which hooks this has disabled. */
    record Settled(List<Settlement> settlements, Map<UUID, Disable> disabled) {}

    /** Judges each outcome by its hook's health, in order, and writes all of it. */
    Settled settle(List<Outcome> outcomes, BiFunction<Outcome, Health, Settlement> judge) {
        return statements.on("writing down calls of hooks", connection -> {
            connection.setAutoCommit(false);
            try {
                var settled = settle(connection, outcomes, judge);
                connection.commit();
                return settled;
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        });
    }

    private static Settled settle(
            Connection connection, List<Outcome> outcomes, BiFunction<Outcome, Health, Settlement> judge)
            throws SQLException {
        var hooks = outcomes.stream().map(outcome -> outcome.claim().hookId()).collect(Collectors.toSet());
        var healths = HealthRepository.lock(connection, hooks);
        var disables = new HashMap<UUID, Settlement>();
        var settlements = new ArrayList<Settlement>(outcomes.size());
        for (var outcome : outcomes) {
            var hookId = outcome.claim().hookId();
            var health = healths.get(hookId);
            if (health != null) {
                var settlement = judge.apply(outcome, health);
                settlements.add(settlement);
                healths.put(hookId, settlement.health());
                if (settlement.disable() != null) {
                    disables.putIfAbsent(hookId, settlement);
                }
            }
        }
        HealthRepository.write(connection, healths);
        writeDeliveries(connection, settlements);
        writeAttempts(connection, settlements);
        return new Settled(settlements, disable(connection, disables));
    }

    private static void writeDeliveries(Connection connection, List<Settlement> settlements) throws SQLException {
        try (var statement = connection.prepareStatement(DELIVERY)) {
            for (var settlement : settlements) {
                var claim = settlement.outcome().claim();
                statement.setString(1, settlement.state());
                Timestamps.set(statement, 2, settlement.retryAt());
                Timestamps.set(statement, 3, settlement.retryAt() == null ? end(settlement) : null);
                statement.setLong(4, claim.deliveryId());
                statement.setBoolean(5, settlement.isDelivered());
                statement.setInt(6, claim.attempt());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static void writeAttempts(Connection connection, List<Settlement> settlements) throws SQLException {
        try (var statement = connection.prepareStatement(ATTEMPT)) {
            for (var settlement : settlements) {
                var outcome = settlement.outcome();
                var answer = outcome.answer();
                statement.setInt(1, outcome.claim().attempt());
                Timestamps.set(statement, 2, outcome.at());
                statement.setInt(3, (int) Math.min(Integer.MAX_VALUE, outcome.millis()));
                statement.setObject(4, status(answer), java.sql.Types.INTEGER);
                statement.setString(5, answer.problem());
                statement.setString(6, answer instanceof Answer.Refused refused ? refused.text() : null);
                statement.setLong(7, outcome.claim().deliveryId());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static Map<UUID, Disable> disable(Connection connection, Map<UUID, Settlement> disables)
            throws SQLException {
        var disabled = new HashMap<UUID, Disable>();
        try (var statement = connection.prepareStatement(DISABLE)) {
            for (var entry : disables.entrySet()) {
                var disable = entry.getValue().disable();
                if (disable != null) {
                    statement.setString(1, disable.by().name());
                    statement.setString(2, disable.reason());
                    Timestamps.set(statement, 3, end(entry.getValue()));
                    statement.setObject(4, entry.getKey());
                    if (statement.executeUpdate() == 1) {
                        disabled.put(entry.getKey(), disable);
                    }
                }
            }
        }
        return disabled;
    }

    private static @Nullable Integer status(Answer answer) {
        return switch (answer) {
            case Answer.Accepted(var status) -> status;
            case Answer.Refused refused -> refused.status();
            case Answer.Failed failed -> null;
            case Answer.Forbidden forbidden -> null;
            case Answer.NoEvent gone -> null;
        };
    }

    private static Instant end(Settlement settlement) {
        return settlement.outcome().at().plusMillis(settlement.outcome().millis());
    }
}

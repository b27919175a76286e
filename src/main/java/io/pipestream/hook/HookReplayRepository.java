package io.pipestream.hook;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

import io.pipestream.journal.PendingEvent;
import io.pipestream.platform.SqlArrays;
import io.pipestream.platform.Statements;
import io.pipestream.platform.Timestamps;
import jakarta.inject.Singleton;

/** SQL that turns replayed events into deliveries of one hook. */
@Singleton
class HookReplayRepository {

    private static final String OPEN = """
            INSERT INTO hook_replay (replay_id, hook_id, through_seq, looked_at)
            SELECT ?, h.id, ?, 0 FROM hook h WHERE h.id = ?
            ON CONFLICT (replay_id) DO NOTHING
            """;

    private static final String MARK = "SELECT through_seq, looked_at FROM hook_replay WHERE replay_id = ?";

    /** As {@link HookFeedRepository}: both or neither, and only from where it was. */
    private static final String ADD = """
            WITH moved AS (
            UPDATE hook_replay SET through_seq = ?, looked_at = ?
             WHERE replay_id = ? AND through_seq = ?
            RETURNING replay_id, hook_id), added AS (
            INSERT INTO hook_delivery (hook_id, event_seq, event_id, record_key, replay_id, state, first_at, next_attempt_at,
                                       created_at)
            SELECT moved.hook_id, n.event_seq, n.event_id, n.record_key, moved.replay_id, 'PENDING', ?, ?, ?
              FROM moved
             CROSS JOIN unnest(?::bigint[], ?::uuid[], ?::text[])
                        WITH ORDINALITY AS n (event_seq, event_id, record_key, place)
             ORDER BY n.place
            RETURNING 1)
            SELECT (SELECT count(*) FROM moved)
            """;

    private final Statements statements;

    HookReplayRepository(DataSource postgres) {
        this.statements = new Statements(postgres);
    }

    /** How far a replay is. */
    record Mark(long through, long lookedAt) {}

    /** Where it is; where it begins if it has not. Empty if the hook was removed. */
    Optional<Mark> open(UUID replayId, UUID hookId, long after) {
        return statements.on("opening replay " + replayId, connection -> {
            try (var begin = connection.prepareStatement(OPEN)) {
                begin.setObject(1, replayId);
                begin.setLong(2, after);
                begin.setObject(3, hookId);
                begin.executeUpdate();
            }
            try (var mark = connection.prepareStatement(MARK)) {
                mark.setObject(1, replayId);
                return Statements.list(mark, row -> new Mark(row.getLong(1), row.getLong(2))).stream()
                        .findFirst();
            }
        });
    }

    /** False if it is somewhere else already, or its hook was removed: then nothing was added. */
    boolean add(UUID replayId, Mark from, Mark to, List<PendingEvent> wanted, Instant now) {
        return statements.one(
                "replaying to a hook",
                ADD,
                statement -> {
                    statement.setLong(1, to.through());
                    statement.setLong(2, to.lookedAt());
                    statement.setObject(3, replayId);
                    statement.setLong(4, from.through());
                    Timestamps.set(statement, 5, now);
                    Timestamps.set(statement, 6, now);
                    Timestamps.set(statement, 7, now);
                    SqlArrays.set(statement, 8, "bigint", wanted, PendingEvent::seq);
                    SqlArrays.set(statement, 9, "uuid", wanted, PendingEvent::id);
                    SqlArrays.set(statement, 10, "text", wanted, PendingEvent::key);
                },
                row -> row.getLong(1) == 1);
    }
}

package io.pipestream.hook;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

import io.pipestream.journal.FeedRepository.Head;
import io.pipestream.platform.SqlArrays;
import io.pipestream.platform.Statements;
import io.pipestream.platform.Timestamps;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** SQL that turns events into deliveries. */
@Singleton
class HookFeedRepository {

    private static final String WISHES =
            "SELECT id, trigger, filter, after_seq FROM hook WHERE state = 'ENABLED' ORDER BY created_at, id";

    private static final String THROUGH = "SELECT through_seq FROM hook_feed";

    /**
     * One statement, so either both are there or neither. Whoever read from a place that is not the place any more adds
     * nothing: somebody else has. A hook that was removed meanwhile gets nothing.
     */
    private static final String FEED = """
            WITH moved AS (UPDATE hook_feed SET through_seq = ? WHERE through_seq = ? RETURNING 1),
                 added AS (
            INSERT INTO hook_delivery (hook_id, event_seq, event_id, record_key, state, first_at, next_attempt_at, created_at)
            SELECT n.hook_id, n.event_seq, n.event_id, n.record_key, 'PENDING', ?, ?, ?
              FROM unnest(?::uuid[], ?::bigint[], ?::uuid[], ?::text[])
                   WITH ORDINALITY AS n (hook_id, event_seq, event_id, record_key, place)
              JOIN hook h ON h.id = n.hook_id
             WHERE EXISTS (SELECT FROM moved)
             ORDER BY n.place
            RETURNING 1)
            SELECT (SELECT count(*) FROM moved)
            """;

    private final Statements statements;

    HookFeedRepository(DataSource postgres) {
        this.statements = new Statements(postgres);
    }

    /** What an enabled hook wants. */
    record Wish(UUID hookId, String trigger, @Nullable String filter, long afterSeq) {}

    /** An event that a hook is to be told of. */
    record Match(UUID hookId, Head event) {}

    List<Wish> wishes() {
        return statements.list(
                "reading what hooks want",
                WISHES,
                row -> new Wish(row.getObject(1, UUID.class), row.getString(2), row.getString(3), row.getLong(4)));
    }

    /** Up to which event all deliveries are there. */
    long through() {
        return statements.one("reading how far hooks are fed", THROUGH, row -> row.getLong(1));
    }

    /**
     * Goes on from one place to the next with what is between them.
     *
     * @return false if somebody else has gone on from there
     */
    boolean feed(long from, long to, List<Match> matches, Instant now) {
        return statements.one(
                "feeding hooks",
                FEED,
                statement -> {
                    statement.setLong(1, to);
                    statement.setLong(2, from);
                    Timestamps.set(statement, 3, now);
                    Timestamps.set(statement, 4, now);
                    Timestamps.set(statement, 5, now);
                    SqlArrays.set(statement, 6, "uuid", matches, Match::hookId);
                    SqlArrays.set(
                            statement,
                            7,
                            "bigint",
                            matches,
                            match -> match.event().seq());
                    SqlArrays.set(
                            statement,
                            8,
                            "uuid",
                            matches,
                            match -> match.event().id());
                    SqlArrays.set(
                            statement,
                            9,
                            "text",
                            matches,
                            match -> match.event().record().key());
                },
                row -> row.getLong(1) == 1);
    }
}

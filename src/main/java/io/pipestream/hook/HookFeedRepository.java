package io.pipestream.hook;

import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

import io.pipestream.journal.FeedRepository.Head;
import io.pipestream.platform.PostgresException;
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

    private final DataSource postgres;

    HookFeedRepository(DataSource postgres) {
        this.postgres = postgres;
    }

    /** What an enabled hook wants. */
    record Wish(UUID hookId, String trigger, @Nullable String filter, long afterSeq) {}

    /** An event that a hook is to be told of. */
    record Match(UUID hookId, Head event) {}

    List<Wish> wishes() {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(WISHES);
                var row = statement.executeQuery()) {
            var wishes = new ArrayList<Wish>();
            while (row.next()) {
                wishes.add(new Wish(row.getObject(1, UUID.class), row.getString(2), row.getString(3), row.getLong(4)));
            }
            return wishes;
        } catch (SQLException e) {
            throw new PostgresException("reading what hooks want", e.getSQLState(), e);
        }
    }

    /** Up to which event all deliveries are there. */
    long through() {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(THROUGH);
                var row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new PostgresException("reading how far hooks are fed", e.getSQLState(), e);
        }
    }

    /**
     * Goes on from one place to the next with what is between them.
     *
     * @return false if somebody else has gone on from there
     */
    boolean feed(long from, long to, List<Match> matches, Instant now) {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(FEED)) {
            var time = now.atOffset(ZoneOffset.UTC);
            statement.setLong(1, to);
            statement.setLong(2, from);
            statement.setObject(3, time);
            statement.setObject(4, time);
            statement.setObject(5, time);
            statement.setArray(
                    6,
                    connection.createArrayOf(
                            "uuid", matches.stream().map(Match::hookId).toArray()));
            statement.setArray(
                    7,
                    connection.createArrayOf(
                            "bigint",
                            matches.stream().map(match -> match.event().seq()).toArray()));
            statement.setArray(
                    8,
                    connection.createArrayOf(
                            "uuid",
                            matches.stream().map(match -> match.event().id()).toArray()));
            statement.setArray(
                    9,
                    connection.createArrayOf(
                            "text",
                            matches.stream()
                                    .map(match -> match.event().record().key())
                                    .toArray()));
            try (var row = statement.executeQuery()) {
                row.next();
                return row.getLong(1) == 1;
            }
        } catch (SQLException e) {
            throw new PostgresException("feeding hooks", e.getSQLState(), e);
        }
    }
}

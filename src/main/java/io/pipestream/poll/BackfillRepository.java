package io.pipestream.poll;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

import io.pipestream.pipedrive.Listing;
import io.pipestream.platform.SqlArrays;
import io.pipestream.platform.Statements;
import io.pipestream.platform.Timestamps;
import io.pipestream.poll.Backfill.Part;
import io.pipestream.poll.Backfill.State;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** SQL for {@code backfill} and {@code backfill_listing}. */
@Singleton
class BackfillRepository {

    /** One statement, so that a backfill never is without its lists. */
    private static final String ADD = """
            WITH added AS (
                INSERT INTO backfill (id, connection_id, objects, from_at, to_at, state, created_at)
                VALUES (?, ?, ?, ?, ?, 'QUEUED', ?)
                RETURNING id
            )
            INSERT INTO backfill_listing (backfill_id, ordinal, listing)
            SELECT added.id, t.ordinal, t.listing
              FROM added, unnest(?::text[]) WITH ORDINALITY AS t (listing, ordinal)
            """;

    private static final String SELECT = """
            SELECT id, connection_id, objects, from_at, to_at, state, wait_until, detail, created_at, finished_at
              FROM backfill
            """;

    private static final String FIND = SELECT + " WHERE id = ?";

    private static final String NEWEST = SELECT + " ORDER BY created_at DESC, id LIMIT ?";

    private static final String UNFINISHED =
            SELECT + " WHERE state IN ('QUEUED', 'RUNNING', 'WAITING') ORDER BY created_at, id LIMIT ?";

    private static final String PARTS = """
            SELECT ordinal, listing, position, is_done, pages, rows, events
              FROM backfill_listing
             WHERE backfill_id = ?
             ORDER BY ordinal
            """;

    /** Nothing if somebody else went on meanwhile, or if it was cancelled. */
    private static final String ADVANCE = """
            UPDATE backfill_listing l
               SET position = ?, is_done = ?, pages = pages + 1, rows = rows + ?, events = events + ?
              FROM backfill b
             WHERE l.backfill_id = ? AND l.ordinal = ? AND l.position = ? AND NOT l.is_done
               AND b.id = l.backfill_id AND b.state = 'RUNNING'
            """;

    private static final String RESTART_PART = """
            UPDATE backfill_listing SET position = '' WHERE backfill_id = ? AND ordinal = ?
            """;

    /** A finished one stays as it is. */
    private static final String SET_STATE = """
            UPDATE backfill
               SET state = ?, wait_until = ?, detail = ?, finished_at = ?
             WHERE id = ? AND state IN ('QUEUED', 'RUNNING', 'WAITING')
            """;

    private final Statements statements;

    BackfillRepository(DataSource postgres) {
        this.statements = new Statements(postgres);
    }

    void add(Backfill backfill) {
        statements.update("adding backfill " + backfill.id(), ADD, statement -> {
            statement.setObject(1, backfill.id());
            statement.setObject(2, backfill.connectionId());
            statement.setString(3, String.join(",", backfill.objects()));
            Timestamps.set(statement, 4, backfill.from());
            Timestamps.set(statement, 5, backfill.to());
            Timestamps.set(statement, 6, backfill.createdAt());
            SqlArrays.set(
                    statement,
                    7,
                    "text",
                    backfill.parts(),
                    part -> part.listing().name());
        });
    }

    Optional<Backfill> find(UUID id) {
        return statements.run("reading backfill " + id, FIND, statement -> {
            statement.setObject(1, id);
            return read(statement).stream().findFirst();
        });
    }

    List<Backfill> newest(int limit) {
        return many(NEWEST, limit);
    }

    /** Oldest first. */
    List<Backfill> unfinished(int limit) {
        return many(UNFINISHED, limit);
    }

    /** After a committed page; false if it is no longer ours to go on. */
    boolean advance(UUID id, Part part, @Nullable String next, long rows, long events) {
        return statements.updateOne("advancing backfill " + id, ADVANCE, statement -> {
            statement.setString(1, next == null ? part.position() : next);
            statement.setBoolean(2, next == null);
            statement.setLong(3, rows);
            statement.setLong(4, events);
            statement.setObject(5, id);
            statement.setInt(6, part.ordinal());
            statement.setString(7, part.position());
        });
    }

    /** Its position is no longer understood at Pipedrive; what was read already is no news when it is read again. */
    void restart(UUID id, Part part) {
        statements.update("restarting a list of backfill " + id, RESTART_PART, statement -> {
            statement.setObject(1, id);
            statement.setInt(2, part.ordinal());
        });
    }

    /** False if it is finished already. */
    boolean setState(
            UUID id, State state, @Nullable Instant waitUntil, @Nullable String detail, @Nullable Instant finishedAt) {
        return statements.updateOne("setting the state of backfill " + id, SET_STATE, statement -> {
            statement.setString(1, state.name());
            Timestamps.set(statement, 2, waitUntil);
            statement.setString(3, detail);
            Timestamps.set(statement, 4, finishedAt);
            statement.setObject(5, id);
        });
    }

    private List<Backfill> many(String query, int limit) {
        return statements.run("reading backfills", query, statement -> {
            statement.setInt(1, limit);
            return read(statement);
        });
    }

    private static List<Backfill> read(PreparedStatement statement) throws SQLException {
        var connection = statement.getConnection();
        return Statements.list(statement, row -> backfill(row, parts(connection, row.getObject(1, UUID.class))));
    }

    private static Backfill backfill(ResultSet row, List<Part> parts) throws SQLException {
        return new Backfill(
                row.getObject(1, UUID.class),
                row.getObject(2, UUID.class),
                Arrays.asList(row.getString(3).split(",", -1)),
                Timestamps.get(row, 4),
                Timestamps.get(row, 5),
                State.valueOf(row.getString(6)),
                Timestamps.getOrNull(row, 7),
                row.getString(8),
                Timestamps.get(row, 9),
                Timestamps.getOrNull(row, 10),
                parts);
    }

    private static List<Part> parts(Connection connection, UUID id) throws SQLException {
        try (var statement = connection.prepareStatement(PARTS)) {
            statement.setObject(1, id);
            return Statements.list(statement, BackfillRepository::part);
        }
    }

    private static Part part(ResultSet row) throws SQLException {
        return new Part(
                row.getInt(1),
                Listing.valueOf(row.getString(2)),
                row.getString(3),
                row.getBoolean(4),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7));
    }
}

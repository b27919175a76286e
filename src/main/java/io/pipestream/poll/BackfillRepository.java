package io.pipestream.poll;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

import io.pipestream.pipedrive.Listing;
import io.pipestream.platform.PostgresException;
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

    private final DataSource postgres;

    BackfillRepository(DataSource postgres) {
        this.postgres = postgres;
    }

    void add(Backfill backfill) {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(ADD)) {
            statement.setObject(1, backfill.id());
            statement.setObject(2, backfill.connectionId());
            statement.setString(3, String.join(",", backfill.objects()));
            setInstant(statement, 4, backfill.from());
            setInstant(statement, 5, backfill.to());
            setInstant(statement, 6, backfill.createdAt());
            var listings = backfill.parts().stream().map(part -> part.listing().name());
            statement.setArray(7, connection.createArrayOf("text", listings.toArray(String[]::new)));
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new PostgresException("adding backfill " + backfill.id(), e.getSQLState(), e);
        }
    }

    Optional<Backfill> find(UUID id) {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(FIND)) {
            statement.setObject(1, id);
            return read(connection, statement).stream().findFirst();
        } catch (SQLException e) {
            throw new PostgresException("reading backfill " + id, e.getSQLState(), e);
        }
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
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(ADVANCE)) {
            statement.setString(1, next == null ? part.position() : next);
            statement.setBoolean(2, next == null);
            statement.setLong(3, rows);
            statement.setLong(4, events);
            statement.setObject(5, id);
            statement.setInt(6, part.ordinal());
            statement.setString(7, part.position());
            return statement.executeUpdate() == 1;
        } catch (SQLException e) {
            throw new PostgresException("advancing backfill " + id, e.getSQLState(), e);
        }
    }

    /** Its position is no longer understood at Pipedrive; what was read already is no news when it is read again. */
    void restart(UUID id, Part part) {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(RESTART_PART)) {
            statement.setObject(1, id);
            statement.setInt(2, part.ordinal());
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new PostgresException("restarting a list of backfill " + id, e.getSQLState(), e);
        }
    }

    /** False if it is finished already. */
    boolean setState(
            UUID id, State state, @Nullable Instant waitUntil, @Nullable String detail, @Nullable Instant finishedAt) {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(SET_STATE)) {
            statement.setString(1, state.name());
            setInstant(statement, 2, waitUntil);
            statement.setString(3, detail);
            setInstant(statement, 4, finishedAt);
            statement.setObject(5, id);
            return statement.executeUpdate() == 1;
        } catch (SQLException e) {
            throw new PostgresException("setting the state of backfill " + id, e.getSQLState(), e);
        }
    }

    private List<Backfill> many(String query, int limit) {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(query)) {
            statement.setInt(1, limit);
            return read(connection, statement);
        } catch (SQLException e) {
            throw new PostgresException("reading backfills", e.getSQLState(), e);
        }
    }

    private static List<Backfill> read(Connection connection, PreparedStatement statement) throws SQLException {
        var found = new ArrayList<Backfill>();
        try (var row = statement.executeQuery()) {
            while (row.next()) {
                var id = row.getObject(1, UUID.class);
                found.add(new Backfill(
                        id,
                        row.getObject(2, UUID.class),
                        Arrays.asList(row.getString(3).split(",", -1)),
                        instant(row, 4),
                        instant(row, 5),
                        State.valueOf(row.getString(6)),
                        row.getObject(7) == null ? null : instant(row, 7),
                        row.getString(8),
                        instant(row, 9),
                        row.getObject(10) == null ? null : instant(row, 10),
                        parts(connection, id)));
            }
        }
        return found;
    }

    private static List<Part> parts(Connection connection, UUID id) throws SQLException {
        try (var statement = connection.prepareStatement(PARTS)) {
            statement.setObject(1, id);
            var parts = new ArrayList<Part>();
            try (var row = statement.executeQuery()) {
                while (row.next()) {
                    parts.add(new Part(
                            row.getInt(1),
                            Listing.valueOf(row.getString(2)),
                            row.getString(3),
                            row.getBoolean(4),
                            row.getLong(5),
                            row.getLong(6),
                            row.getLong(7)));
                }
            }
            return parts;
        }
    }

    private static void setInstant(PreparedStatement statement, int index, @Nullable Instant instant)
            throws SQLException {
        statement.setObject(
                index, instant == null ? null : instant.atOffset(ZoneOffset.UTC), Types.TIMESTAMP_WITH_TIMEZONE);
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}

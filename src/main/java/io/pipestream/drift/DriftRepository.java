package io.pipestream.drift;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;

import io.pipestream.drift.Sighting.Of;
import io.pipestream.event.Drift.Kind;
import io.pipestream.platform.PostgresException;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** SQL for {@code drift}. */
@Singleton
class DriftRepository {

    private static final String ADD = """
            INSERT INTO drift AS kept (object, field, kind, type, sources, seen, first_seen_at, last_seen_at,
                                       sample_record, sample_event_id)
            SELECT object, field, kind, type, string_to_array(sources, ','), seen, first_at, last_at, record, event_id
              FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::timestamptz[],
                          ?::timestamptz[], ?::text[], ?::uuid[])
                   AS given (object, field, kind, type, sources, seen, first_at, last_at, record, event_id)
             WHERE (SELECT count(*) FROM drift) < ?
                OR EXISTS (SELECT 1 FROM drift known
                            WHERE (known.object, known.field, known.kind) = (given.object, given.field, given.kind))
            ON CONFLICT (object, field, kind) DO UPDATE
               SET seen = kept.seen + excluded.seen,
                   first_seen_at = least(kept.first_seen_at, excluded.first_seen_at),
                   last_seen_at = greatest(kept.last_seen_at, excluded.last_seen_at),
                   sources = (SELECT array_agg(DISTINCT source ORDER BY source)
                                FROM unnest(kept.sources || excluded.sources) AS source),
                   sample_record = CASE WHEN kept.sample_event_id IS NULL AND excluded.sample_event_id IS NOT NULL
                                        THEN excluded.sample_record ELSE kept.sample_record END,
                   sample_event_id = coalesce(kept.sample_event_id, excluded.sample_event_id)
            RETURNING object, field, kind, xmax = 0
            """;

    private static final String COLUMNS = """
            id, object, field, kind, type, sources, seen, first_seen_at, last_seen_at, sample_record, sample_event_id,
            acknowledged_at
            """;

    private static final String NEWEST = "SELECT " + COLUMNS + """
              FROM drift
             WHERE CASE ? WHEN 'open' THEN acknowledged_at IS NULL
                          WHEN 'acknowledged' THEN acknowledged_at IS NOT NULL
                          ELSE true END
             ORDER BY first_seen_at DESC, object, field, kind
             LIMIT ?
            """;

    private static final String ACKNOWLEDGE = """
            UPDATE drift SET acknowledged_at = coalesce(acknowledged_at, ?) WHERE id = ? RETURNING
            """ + COLUMNS;

    private static final String DELETE = """
            DELETE FROM drift WHERE id = ?
            """;

    private static final String COUNT_OPEN = """
            SELECT count(*) FROM drift WHERE acknowledged_at IS NULL
            """;

    private final DataSource postgres;

    DriftRepository(DataSource postgres) {
        this.postgres = postgres;
    }

    /**
     * A difference as it is kept.
     *
     * @param type          what stood there when it was first seen
     * @param sampleEventId null if no event that shows it was stored
     */
    record Kept(
            UUID id,
            String object,
            String field,
            Kind kind,
            String type,
            List<String> sources,
            long seen,
            Instant firstSeenAt,
            Instant lastSeenAt,
            String sampleRecord,
            @Nullable UUID sampleEventId,
            @Nullable Instant acknowledgedAt) {}

    /**
     * Adds to what is kept.
     *
     * @param mostKept beyond so many, none is begun
     * @return those that were not there before
     */
    List<Sighting> add(Collection<Sighting> sightings, int mostKept) {
        // In one order, so that instances which write the same rows wait for each other in turn.
        var sorted = sightings.stream()
                .sorted((one, other) -> one.of().compareTo(other.of()))
                .toList();
        return on("keeping drift", ADD, (connection, statement) -> {
            int column = 1;
            statement.setArray(column++, texts(connection, sorted, it -> it.of().object()));
            statement.setArray(column++, texts(connection, sorted, it -> it.of().field()));
            statement.setArray(
                    column++, texts(connection, sorted, it -> it.of().kind().word()));
            statement.setArray(column++, texts(connection, sorted, Sighting::type));
            statement.setArray(column++, texts(connection, sorted, it -> String.join(",", it.sources())));
            statement.setArray(column++, array(connection, "bigint", sorted, Sighting::count));
            statement.setArray(
                    column++, texts(connection, sorted, it -> it.firstAt().toString()));
            statement.setArray(
                    column++, texts(connection, sorted, it -> it.lastAt().toString()));
            statement.setArray(column++, texts(connection, sorted, Sighting::sampleRecord));
            statement.setArray(column++, array(connection, "uuid", sorted, Sighting::sampleEventId));
            statement.setInt(column, mostKept);
            var begun = new HashSet<Of>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    if (rows.getBoolean(4)) {
                        begun.add(new Of(rows.getString(1), rows.getString(2), kind(rows.getString(3))));
                    }
                }
            }
            return sorted.stream().filter(it -> begun.contains(it.of())).toList();
        });
    }

    /** @param state {@code open}, {@code acknowledged} or anything else for all */
    List<Kept> newest(String state, int limit) {
        return on("reading drift", NEWEST, (connection, statement) -> {
            statement.setString(1, state);
            statement.setInt(2, limit);
            return read(statement);
        });
    }

    /** Acknowledging again changes nothing. Empty if there is none with this id. */
    Optional<Kept> acknowledge(UUID id, Instant at) {
        return on("acknowledging drift", ACKNOWLEDGE, (connection, statement) -> {
            statement.setObject(1, at.atOffset(ZoneOffset.UTC));
            statement.setObject(2, id);
            return read(statement).stream().findFirst();
        });
    }

    /** False if there is none with this id. */
    boolean delete(UUID id) {
        return on("forgetting drift", DELETE, (connection, statement) -> {
            statement.setObject(1, id);
            return statement.executeUpdate() == 1;
        });
    }

    long countOpen() {
        return on("counting drift", COUNT_OPEN, (connection, statement) -> {
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        });
    }

    private static List<Kept> read(PreparedStatement statement) throws SQLException {
        var kept = new ArrayList<Kept>();
        try (var rows = statement.executeQuery()) {
            while (rows.next()) {
                var acknowledgedAt = rows.getObject(12, OffsetDateTime.class);
                kept.add(new Kept(
                        rows.getObject(1, UUID.class),
                        rows.getString(2),
                        rows.getString(3),
                        kind(rows.getString(4)),
                        rows.getString(5),
                        List.of((String[]) rows.getArray(6).getArray()),
                        rows.getLong(7),
                        time(rows, 8),
                        time(rows, 9),
                        rows.getString(10),
                        rows.getObject(11, UUID.class),
                        acknowledgedAt == null ? null : acknowledgedAt.toInstant()));
            }
        }
        return kept;
    }

    private static Instant time(ResultSet rows, int column) throws SQLException {
        return rows.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static Kind kind(String word) {
        return switch (word) {
            case "new" -> Kind.NEW;
            case "gone" -> Kind.GONE;
            default -> Kind.TYPE;
        };
    }

    private static java.sql.Array texts(
            Connection connection, List<Sighting> sightings, Function<Sighting, String> column) throws SQLException {
        return array(connection, "text", sightings, column);
    }

    private static java.sql.Array array(
            Connection connection,
            String type,
            List<Sighting> sightings,
            Function<Sighting, ? extends @Nullable Object> column)
            throws SQLException {
        return connection.createArrayOf(type, sightings.stream().map(column).toArray());
    }

    private interface Work<T> {
        T with(Connection connection, PreparedStatement statement) throws SQLException;
    }

    private <T> T on(String doing, String sql, Work<T> work) {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(sql)) {
            return work.with(connection, statement);
        } catch (SQLException e) {
            throw new PostgresException(doing, e.getSQLState(), e);
        }
    }
}

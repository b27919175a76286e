package io.pipestream.drift;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

import io.pipestream.drift.Sighting.Of;
import io.pipestream.event.Drift.Kind;
import io.pipestream.platform.SqlArrays;
import io.pipestream.platform.Statements;
import io.pipestream.platform.Timestamps;
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

    private final Statements statements;

    DriftRepository(DataSource postgres) {
        this.statements = new Statements(postgres);
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
        var begun = new HashSet<Of>();
        statements.each(
                "keeping drift",
                ADD,
                statement -> {
                    SqlArrays.set(statement, 1, "text", sorted, it -> it.of().object());
                    SqlArrays.set(statement, 2, "text", sorted, it -> it.of().field());
                    SqlArrays.set(
                            statement, 3, "text", sorted, it -> it.of().kind().word());
                    SqlArrays.set(statement, 4, "text", sorted, Sighting::type);
                    SqlArrays.set(statement, 5, "text", sorted, it -> String.join(",", it.sources()));
                    SqlArrays.set(statement, 6, "bigint", sorted, Sighting::count);
                    SqlArrays.set(
                            statement, 7, "text", sorted, it -> it.firstAt().toString());
                    SqlArrays.set(
                            statement, 8, "text", sorted, it -> it.lastAt().toString());
                    SqlArrays.set(statement, 9, "text", sorted, Sighting::sampleRecord);
                    SqlArrays.set(statement, 10, "uuid", sorted, Sighting::sampleEventId);
                    statement.setInt(11, mostKept);
                },
                row -> {
                    if (row.getBoolean(4)) {
                        begun.add(new Of(row.getString(1), row.getString(2), kind(row.getString(3))));
                    }
                });
        return sorted.stream().filter(it -> begun.contains(it.of())).toList();
    }

    /** @param state {@code open}, {@code acknowledged} or anything else for all */
    List<Kept> newest(String state, int limit) {
        return statements.list(
                "reading drift",
                NEWEST,
                statement -> {
                    statement.setString(1, state);
                    statement.setInt(2, limit);
                },
                DriftRepository::kept);
    }

    /** Acknowledging again changes nothing. Empty if there is none with this id. */
    Optional<Kept> acknowledge(UUID id, Instant at) {
        return statements.first(
                "acknowledging drift",
                ACKNOWLEDGE,
                statement -> {
                    Timestamps.set(statement, 1, at);
                    statement.setObject(2, id);
                },
                DriftRepository::kept);
    }

    /** False if there is none with this id. */
    boolean delete(UUID id) {
        return statements.updateOne("forgetting drift", DELETE, statement -> statement.setObject(1, id));
    }

    long countOpen() {
        return statements.one("counting drift", COUNT_OPEN, row -> row.getLong(1));
    }

    private static Kept kept(ResultSet row) throws SQLException {
        return new Kept(
                row.getObject(1, UUID.class),
                row.getString(2),
                row.getString(3),
                kind(row.getString(4)),
                row.getString(5),
                List.of((String[]) row.getArray(6).getArray()),
                row.getLong(7),
                Timestamps.get(row, 8),
                Timestamps.get(row, 9),
                row.getString(10),
                row.getObject(11, UUID.class),
                Timestamps.getOrNull(row, 12));
    }

    private static Kind kind(String word) {
        return switch (word) {
            case "new" -> Kind.NEW;
            case "gone" -> Kind.GONE;
            default -> Kind.TYPE;
        };
    }
}

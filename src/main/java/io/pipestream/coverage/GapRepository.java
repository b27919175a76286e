package io.pipestream.coverage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;

import io.pipestream.coverage.Gap.State;
import io.pipestream.platform.Statements;
import io.pipestream.platform.Timestamps;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** SQL for {@code gap}. */
@Singleton
class GapRepository {

    private static final String COLUMNS = """
            id, connection_id, cause, from_at, to_at, state, found, closed_at, detail, seq
            """;

    /** The id is the given one only if the gap is new. */
    private static final String OPEN = """
            INSERT INTO gap AS known (id, connection_id, cause, state, from_at, detail)
            VALUES (?, ?, ?, 'blind', ?, ?)
            ON CONFLICT (connection_id, cause) WHERE state = 'blind'
            DO UPDATE SET from_at = least(known.from_at, excluded.from_at)
            RETURNING\s""" + COLUMNS;

    private static final String OVER = """
            UPDATE gap
               SET state = 'open', to_at = greatest(from_at, ?)
             WHERE connection_id = ? AND cause = ? AND state = 'blind'
            RETURNING\s""" + COLUMNS;

    private static final String FOUND = """
            UPDATE gap SET found = found + ? WHERE id = ?
            """;

    private static final String CLOSE = """
            UPDATE gap SET state = 'closed', closed_at = ? WHERE id = ? AND state = 'open'
            RETURNING\s""" + COLUMNS;

    private static final String UNREPAIRED = "SELECT " + COLUMNS + """
              FROM gap
             WHERE connection_id = ? AND state <> 'closed'
             ORDER BY from_at, seq
            """;

    private static final String PAGE = "SELECT " + COLUMNS + """
              FROM gap
             WHERE seq < ? AND (?::uuid IS NULL OR connection_id = ?) AND (?::text IS NULL OR state = ?)
             ORDER BY seq DESC
             LIMIT ?
            """;

    private static final String COUNT_UNREPAIRED = """
            SELECT cause, count(*) FROM gap WHERE state <> 'closed' GROUP BY cause
            """;

    private final Statements statements;

    GapRepository(DataSource postgres) {
        this.statements = new Statements(postgres);
    }

    /** A gap and its place in the list of all. */
    record Listed(Gap gap, long seq) {}

    /** The gap of this cause that goes on: the given one if there was none, else the known one from the earlier start. */
    Gap open(UUID id, UUID connectionId, Cause cause, Instant from, String detail) {
        return gaps("opening a gap", OPEN, statement -> {
                    statement.setObject(1, id);
                    statement.setObject(2, connectionId);
                    statement.setString(3, cause.word());
                    Timestamps.set(statement, 4, from);
                    statement.setString(5, detail);
                })
                .getFirst();
    }

    /** Ends the gap of this cause; null if none goes on. */
    @Nullable
    Gap over(UUID connectionId, Cause cause, Instant to) {
        return first(gaps("ending a gap", OVER, statement -> {
            Timestamps.set(statement, 1, to);
            statement.setObject(2, connectionId);
            statement.setString(3, cause.word());
        }));
    }

    void found(UUID id, long more) {
        statements.update("counting what was found in gap " + id, FOUND, statement -> {
            statement.setLong(1, more);
            statement.setObject(2, id);
        });
    }

    /** Null if there is no such gap, if it goes on, or if it is closed already. */
    @Nullable
    Gap close(UUID id, Instant at) {
        return first(gaps("closing gap " + id, CLOSE, statement -> {
            Timestamps.set(statement, 1, at);
            statement.setObject(2, id);
        }));
    }

    List<Gap> unrepaired(UUID connectionId) {
        return gaps("reading unrepaired gaps", UNREPAIRED, statement -> statement.setObject(1, connectionId));
    }

    /** Newest first. */
    List<Listed> page(@Nullable UUID connectionId, @Nullable State state, long beforeSeq, int limit) {
        var word = state == null ? null : state.word();
        return read("reading gaps", PAGE, statement -> {
            statement.setLong(1, beforeSeq);
            statement.setObject(2, connectionId);
            statement.setObject(3, connectionId);
            statement.setString(4, word);
            statement.setString(5, word);
            statement.setInt(6, limit);
        });
    }

    /** How many are not closed; a cause that is missing has none. */
    Map<Cause, Long> countUnrepaired() {
        var counts = new EnumMap<Cause, Long>(Cause.class);
        statements.each(
                "counting gaps",
                COUNT_UNREPAIRED,
                statement -> {},
                row -> counts.put(Cause.of(row.getString(1)), row.getLong(2)));
        return counts;
    }

    private static @Nullable Gap first(List<Gap> gaps) {
        return gaps.isEmpty() ? null : gaps.getFirst();
    }

    private List<Gap> gaps(String doing, String sql, Statements.Binding binding) {
        return read(doing, sql, binding).stream().map(Listed::gap).toList();
    }

    private List<Listed> read(String doing, String sql, Statements.Binding binding) {
        return statements.list(doing, sql, binding, row -> new Listed(gap(row), row.getLong(10)));
    }

    private static Gap gap(ResultSet row) throws SQLException {
        return new Gap(
                row.getObject(1, UUID.class),
                row.getObject(2, UUID.class),
                Cause.of(row.getString(3)),
                Timestamps.get(row, 4),
                Timestamps.getOrNull(row, 5),
                State.of(row.getString(6)),
                row.getLong(7),
                Timestamps.getOrNull(row, 8),
                row.getString(9));
    }
}

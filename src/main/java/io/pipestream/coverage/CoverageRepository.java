package io.pipestream.coverage;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;

import io.pipestream.platform.Statements;
import io.pipestream.platform.Timestamps;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;

/** SQL for {@code coverage}. */
@Singleton
class CoverageRepository {

    private static final String SWEPT = """
            INSERT INTO coverage AS known (connection_id, swept_through, complete_through)
            SELECT given.connection_id, given.through, least(given.through, min(gap.from_at))
              FROM (SELECT ?::uuid, ?::timestamptz) AS given (connection_id, through)
              LEFT JOIN gap ON gap.connection_id = given.connection_id AND gap.state <> 'closed'
             GROUP BY given.connection_id, given.through
            ON CONFLICT (connection_id) DO UPDATE
               SET swept_through = greatest(known.swept_through, excluded.swept_through)
            """;

    /** So that of two that close a connection's last gaps at once the second one sees what the first one did. */
    private static final String LOCK = """
            SELECT 1 FROM coverage WHERE connection_id = ? FOR UPDATE
            """;

    private static final String ADVANCE = """
            UPDATE coverage
               SET complete_through = greatest(complete_through, least(swept_through,
                       (SELECT min(from_at) FROM gap
                         WHERE gap.connection_id = coverage.connection_id AND gap.state <> 'closed')))
             WHERE connection_id = ?
            """;

    private static final String ALL = """
            SELECT connection_id, swept_through, complete_through FROM coverage
            """;

    private final Statements statements;

    CoverageRepository(DataSource postgres) {
        this.statements = new Statements(postgres);
    }

    /** A row: everything was read up to the one, and nothing is missing up to the other. */
    record Reach(Instant sweptThrough, Instant completeThrough) {}

    /** Moves the one forward, and with it the other as far as gaps allow. */
    @Transactional(TxType.MANDATORY)
    void swept(UUID connectionId, Instant through) {
        statements.update("noting how far was swept", SWEPT, statement -> {
            statement.setObject(1, connectionId);
            // Postgres rounds to microseconds, and rounding up would promise too much.
            Timestamps.set(statement, 2, through.truncatedTo(ChronoUnit.MICROS));
        });
        advance(connectionId);
    }

    /** Moves complete_through as far as gaps allow now; never back. Does nothing where nothing was swept yet. */
    @Transactional(TxType.MANDATORY)
    void advance(UUID connectionId) {
        statements.on("noting how far all is complete", connection -> {
            try (var lock = connection.prepareStatement(LOCK);
                    var advance = connection.prepareStatement(ADVANCE)) {
                lock.setObject(1, connectionId);
                lock.execute();
                advance.setObject(1, connectionId);
                return advance.executeUpdate();
            }
        });
    }

    /** By connection; one that was never swept is missing. */
    Map<UUID, Reach> all() {
        var reaches = new HashMap<UUID, Reach>();
        statements.each(
                "reading how far all is complete",
                ALL,
                statement -> {},
                row -> reaches.put(
                        row.getObject(1, UUID.class), new Reach(Timestamps.get(row, 2), Timestamps.get(row, 3))));
        return reaches;
    }
}

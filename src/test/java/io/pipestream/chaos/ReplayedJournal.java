package io.pipestream.chaos;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.UUID;

import io.pipestream.embedded.RunFile;

/** Many events put into the journal by SQL: like one that came by the door, and of as many records as the square root. */
final class ReplayedJournal {

    /** So that what was put in can be selected. */
    static final String COMPANY = "7007";

    private static final String FILL = """
            WITH stored AS (
            INSERT INTO event (id, delivery_id, company_id, object, record_id, action, host, occurred_at, received_at, source,
                               trigger, record)
            SELECT md5('replayed ' || n)::uuid, e.delivery_id, '%s', e.object, (n %% sqrt(?)::bigint)::text, 'updated', e.host,
                   e.occurred_at, now(), e.source, NULL, replace(e.record, ?, 'Change ' || n)
              FROM event e, generate_series(1, ?) AS n
             WHERE e.id = ?
             ORDER BY n
            RETURNING id, seq, received_at)
            INSERT INTO event_key (id, seq, received_at) SELECT id, seq, received_at FROM stored
            """.formatted(COMPANY);

    private final RunFile.Postgres database;

    ReplayedJournal(RunFile.Postgres database) {
        this.database = database;
    }

    /**
     * Puts events in, none of which is in the outbox.
     *
     * @param like  an event that is there
     * @param title in its record; replaced by the number of the new event
     */
    void fill(long events, UUID like, String title) throws SQLException {
        try (var connection = connect();
                var statement = connection.prepareStatement(FILL)) {
            statement.setLong(1, events);
            statement.setString(2, title);
            statement.setLong(3, events);
            statement.setObject(4, like);
            statement.executeUpdate();
            try (var analyze = connection.createStatement()) {
                analyze.execute("ANALYZE event");
            }
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(database.url(), database.user(), database.password());
    }
}

package io.pipestream.bulk;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.function.LongConsumer;

import io.pipestream.embedded.RunFile;

/** Fills a journal. */
public final class Generator {

    private static final int CHUNK = 5_000;

    private final RunFile.Postgres database;

    public Generator(RunFile.Postgres database) {
        this.database = database;
    }

    /**
     * Stores the events, in order.
     *
     * @param progress is told how many there are
     */
    public void generate(BulkEvents events, LongConsumer progress) throws SQLException, IOException {
        try (var connection = connect()) {
            var journal = new JournalCopy(connection, events.company());
            journal.makeRoom(events.end().minus(events.span()), events.end());
            var chunk = new ArrayList<BulkEvent>(CHUNK);
            for (long number = 0; number < events.count(); number++) {
                chunk.add(events.get(number));
                if (chunk.size() == CHUNK || number == events.count() - 1) {
                    journal.store(chunk);
                    chunk.clear();
                    progress.accept(number + 1);
                }
            }
            journal.analyse();
        }
    }

    /** Which Postgres would otherwise do by itself, on the disk and the processors of what is measured afterwards. */
    public void vacuum() throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute("VACUUM (ANALYZE)");
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(database.url(), database.user(), database.password());
    }
}

package io.pipestream.journal;

import java.util.List;
import javax.sql.DataSource;

import io.pipestream.journal.EventCounts.PerMinute;
import io.pipestream.platform.Statements;
import io.pipestream.platform.Timestamps;
import jakarta.inject.Singleton;

/** SQL that counts events. */
@Singleton
class EventCountRepository {

    private static final String PER_MINUTE = """
            SELECT date_trunc('minute', received_at), trigger, count(*)
              FROM event
             WHERE seq > ? AND seq <= ?
             GROUP BY 1, 2
            """;

    private final Statements statements;

    EventCountRepository(DataSource postgres) {
        this.statements = new Statements(postgres);
    }

    List<PerMinute> perMinute(long after, long through) {
        return statements.list(
                "counting events",
                PER_MINUTE,
                statement -> {
                    statement.setLong(1, after);
                    statement.setLong(2, through);
                },
                row -> new PerMinute(Timestamps.get(row, 1), row.getString(2), row.getLong(3)));
    }
}

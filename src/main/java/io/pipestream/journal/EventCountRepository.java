package io.pipestream.journal;

import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

import io.pipestream.journal.EventCounts.PerMinute;
import io.pipestream.platform.PostgresException;
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

    private final DataSource postgres;

    EventCountRepository(DataSource postgres) {
        this.postgres = postgres;
    }

    List<PerMinute> perMinute(long after, long through) {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(PER_MINUTE)) {
            statement.setLong(1, after);
            statement.setLong(2, through);
            var counts = new ArrayList<PerMinute>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    counts.add(new PerMinute(
                            rows.getObject(1, OffsetDateTime.class).toInstant(), rows.getString(2), rows.getLong(3)));
                }
            }
            return counts;
        } catch (SQLException e) {
            throw new PostgresException("counting events", e.getSQLState(), e);
        }
    }
}

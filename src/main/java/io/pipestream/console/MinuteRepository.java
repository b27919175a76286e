package io.pipestream.console;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;

import io.pipestream.platform.SqlArrays;
import io.pipestream.platform.Statements;
import io.pipestream.platform.Timestamps;
import jakarta.inject.Singleton;

/** SQL for {@code console_minute} and {@code console_counted}. */
@Singleton
class MinuteRepository {

    private static final String ADD = """
            INSERT INTO console_minute AS known (minute, figure, count, total)
            SELECT minute, figure, count, total
              FROM unnest(?::timestamptz[], ?::text[], ?::bigint[], ?::double precision[])
                   AS fresh (minute, figure, count, total)
            %s
                ON CONFLICT (minute, figure) DO UPDATE
               SET count = CASE known.figure WHEN 'backlog' THEN greatest(known.count, excluded.count)
                                             ELSE known.count + excluded.count END,
                   total = known.total + excluded.total
            """;

    /** Of two instances that count the same events one finds the number moved, and adds nothing. */
    private static final String ADD_COUNTED = """
            WITH moved AS (UPDATE console_counted SET through = ? WHERE through = ? RETURNING true)
            """ + ADD.formatted("WHERE EXISTS (SELECT FROM moved)");

    private static final String BEGIN = "INSERT INTO console_counted (through) VALUES (?) ON CONFLICT DO NOTHING";

    private static final String COUNTED = "SELECT through FROM console_counted";

    private static final String SERIES = """
            SELECT date_bin(?::interval, minute, timestamptz '2000-01-03 00:00:00+00'), figure,
                   sum(count), sum(total), max(count)
              FROM console_minute
             WHERE minute >= ?
             GROUP BY 1, 2
             ORDER BY 1
            """;

    private static final String FORGET = "DELETE FROM console_minute WHERE minute < ?";

    private final Statements statements;

    MinuteRepository(DataSource postgres) {
        this.statements = new Statements(postgres);
    }

    /** What a figure was in a minute, or is to be added to it. */
    record Minute(Instant at, Figure figure, long count, double total) {}

    /** What a figure was in a longer time. */
    record Bucket(Instant at, Figure figure, long count, double total, long most) {}

    /** Adds to what is there; of the backlog the larger one stays. */
    void add(List<Minute> minutes) {
        statements.update("adding to minutes", ADD.formatted(""), statement -> bind(statement, 0, minutes));
    }

    /** Adds what the events between two numbers came to, unless somebody else has. */
    void addCounted(List<Minute> minutes, long after, long through) {
        statements.update("counting into minutes", ADD_COUNTED, statement -> {
            statement.setLong(1, through);
            statement.setLong(2, after);
            bind(statement, 2, minutes);
        });
    }

    /** Up to which number events are counted; begins with this one if none were. */
    long counted(long first) {
        statements.update("beginning to count", BEGIN, statement -> statement.setLong(1, first));
        return statements.one("reading what is counted", COUNTED, row -> row.getLong(1));
    }

    List<Bucket> series(Instant from, Duration each) {
        return statements.list(
                "reading minutes",
                SERIES,
                statement -> {
                    statement.setString(1, each.toSeconds() + " seconds");
                    Timestamps.set(statement, 2, from);
                },
                row -> new Bucket(
                        Timestamps.get(row, 1),
                        Figure.valueOf(row.getString(2).toUpperCase(Locale.ROOT)),
                        row.getLong(3),
                        row.getDouble(4),
                        row.getLong(5)));
    }

    void forget(Instant before) {
        statements.update("forgetting minutes", FORGET, statement -> Timestamps.set(statement, 1, before));
    }

    private static void bind(PreparedStatement statement, int bound, List<Minute> minutes) throws SQLException {
        SqlArrays.set(
                statement,
                bound + 1,
                "timestamptz",
                minutes,
                minute -> minute.at().toString());
        SqlArrays.set(
                statement, bound + 2, "text", minutes, minute -> minute.figure().word());
        SqlArrays.set(statement, bound + 3, "bigint", minutes, Minute::count);
        SqlArrays.set(statement, bound + 4, "float8", minutes, Minute::total);
    }
}

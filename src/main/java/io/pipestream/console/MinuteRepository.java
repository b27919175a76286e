package io.pipestream.console;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;

import io.pipestream.platform.PostgresException;
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

    private final DataSource postgres;

    MinuteRepository(DataSource postgres) {
        this.postgres = postgres;
    }

    /** What a figure was in a minute, or is to be added to it. */
    record Minute(Instant at, Figure figure, long count, double total) {}

    /** What a figure was in a longer time. */
    record Bucket(Instant at, Figure figure, long count, double total, long most) {}

    /** Adds to what is there; of the backlog the larger one stays. */
    void add(List<Minute> minutes) {
        run("adding to minutes", ADD.formatted(""), statement -> bind(statement, 0, minutes));
    }

    /** Adds what the events between two numbers came to, unless somebody else has. */
    void addCounted(List<Minute> minutes, long after, long through) {
        run("counting into minutes", ADD_COUNTED, statement -> {
            statement.setLong(1, through);
            statement.setLong(2, after);
            bind(statement, 2, minutes);
        });
    }

    /** Up to which number events are counted; begins with this one if none were. */
    long counted(long first) {
        run("beginning to count", BEGIN, statement -> statement.setLong(1, first));
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(COUNTED);
                var rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new PostgresException("reading what is counted", e.getSQLState(), e);
        }
    }

    List<Bucket> series(Instant from, Duration each) {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(SERIES)) {
            statement.setString(1, each.toSeconds() + " seconds");
            statement.setObject(2, from.atOffset(ZoneOffset.UTC));
            var buckets = new ArrayList<Bucket>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    buckets.add(new Bucket(
                            rows.getObject(1, OffsetDateTime.class).toInstant(),
                            Figure.valueOf(rows.getString(2).toUpperCase(Locale.ROOT)),
                            rows.getLong(3),
                            rows.getDouble(4),
                            rows.getLong(5)));
                }
            }
            return buckets;
        } catch (SQLException e) {
            throw new PostgresException("reading minutes", e.getSQLState(), e);
        }
    }

    void forget(Instant before) {
        run("forgetting minutes", FORGET, statement -> statement.setObject(1, before.atOffset(ZoneOffset.UTC)));
    }

    @FunctionalInterface
    private interface Binding {
        void bind(PreparedStatement statement) throws SQLException;
    }

    private void run(String what, String sql, Binding binding) {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(sql)) {
            binding.bind(statement);
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new PostgresException(what, e.getSQLState(), e);
        }
    }

    private static void bind(PreparedStatement statement, int bound, List<Minute> minutes) throws SQLException {
        Connection connection = statement.getConnection();
        statement.setArray(
                bound + 1,
                connection.createArrayOf(
                        "timestamptz",
                        minutes.stream().map(m -> m.at().toString()).toArray()));
        statement.setArray(
                bound + 2,
                connection.createArrayOf(
                        "text", minutes.stream().map(m -> m.figure().word()).toArray()));
        statement.setArray(
                bound + 3,
                connection.createArrayOf(
                        "bigint", minutes.stream().map(Minute::count).toArray()));
        statement.setArray(
                bound + 4,
                connection.createArrayOf(
                        "float8", minutes.stream().map(Minute::total).toArray()));
    }
}

package io.pipestream.retention;

import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import javax.sql.DataSource;

import io.pipestream.platform.PostgresException;
import jakarta.inject.Singleton;

/** SQL for {@code storage_sample}. */
@Singleton
class SampleRepository {

    private static final String ADD = """
            INSERT INTO storage_sample (day, taken_at, bytes, last_seq) VALUES (?, ?, ?, ?) ON CONFLICT (day) DO NOTHING
            """;

    private static final String OLDEST_SINCE = """
            SELECT taken_at, bytes, last_seq FROM storage_sample WHERE taken_at >= ? ORDER BY taken_at LIMIT 1
            """;

    private final DataSource postgres;

    SampleRepository(DataSource postgres) {
        this.postgres = postgres;
    }

    /** How large everything was. */
    record Sample(Instant takenAt, long bytes, long lastNumber) {}

    /** Keeps the first of each day. */
    void add(Sample sample) {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(ADD)) {
            statement.setObject(1, LocalDate.ofInstant(sample.takenAt, ZoneOffset.UTC));
            statement.setObject(2, sample.takenAt.atOffset(ZoneOffset.UTC));
            statement.setLong(3, sample.bytes);
            statement.setLong(4, sample.lastNumber);
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new PostgresException("keeping a measurement", e.getSQLState(), e);
        }
    }

    Optional<Sample> oldestSince(Instant time) {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(OLDEST_SINCE)) {
            statement.setObject(1, time.atOffset(ZoneOffset.UTC));
            try (var rows = statement.executeQuery()) {
                return rows.next()
                        ? Optional.of(new Sample(
                                rows.getObject(1, OffsetDateTime.class).toInstant(), rows.getLong(2), rows.getLong(3)))
                        : Optional.empty();
            }
        } catch (SQLException e) {
            throw new PostgresException("reading measurements", e.getSQLState(), e);
        }
    }
}

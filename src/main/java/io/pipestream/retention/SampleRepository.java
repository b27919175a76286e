package io.pipestream.retention;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import javax.sql.DataSource;

import io.pipestream.platform.Statements;
import io.pipestream.platform.Timestamps;
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

    private final Statements statements;

    SampleRepository(DataSource postgres) {
        this.statements = new Statements(postgres);
    }

    /** How large everything was. */
    record Sample(Instant takenAt, long bytes, long lastNumber) {}

    /** Keeps the first of each day. */
    void add(Sample sample) {
        statements.update("keeping a measurement", ADD, statement -> {
            statement.setObject(1, LocalDate.ofInstant(sample.takenAt, ZoneOffset.UTC));
            Timestamps.set(statement, 2, sample.takenAt);
            statement.setLong(3, sample.bytes);
            statement.setLong(4, sample.lastNumber);
        });
    }

    Optional<Sample> oldestSince(Instant time) {
        return statements.first(
                "reading measurements",
                OLDEST_SINCE,
                statement -> Timestamps.set(statement, 1, time),
                row -> new Sample(Timestamps.get(row, 1), row.getLong(2), row.getLong(3)));
    }
}

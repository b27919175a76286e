package io.pipestream.coverage;

import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import javax.sql.DataSource;

import io.pipestream.platform.PostgresException;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import org.jspecify.annotations.Nullable;

/** SQL for {@code heartbeat}. */
@Singleton
@Transactional(TxType.MANDATORY)
class HeartbeatRepository {

    private static final String LOCK = """
            SELECT beat_at FROM heartbeat FOR UPDATE
            """;

    private static final String BEAT = """
            INSERT INTO heartbeat AS known (beat_at) VALUES (?)
            ON CONFLICT (only_row) DO UPDATE SET beat_at = greatest(known.beat_at, excluded.beat_at)
            """;

    private final DataSource postgres;

    HeartbeatRepository(DataSource postgres) {
        this.postgres = postgres;
    }

    /** The newest heartbeat of any instance, held for this transaction; null if there never was one. */
    @Nullable
    Instant lock() {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(LOCK);
                var rows = statement.executeQuery()) {
            return rows.next() ? rows.getObject(1, OffsetDateTime.class).toInstant() : null;
        } catch (SQLException e) {
            throw new PostgresException("reading the heartbeat", e.getSQLState(), e);
        }
    }

    void beat(Instant at) {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(BEAT)) {
            statement.setObject(1, at.atOffset(ZoneOffset.UTC));
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new PostgresException("writing the heartbeat", e.getSQLState(), e);
        }
    }
}

package io.pipestream.connection;

import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import javax.sql.DataSource;

import io.pipestream.platform.PostgresException;
import jakarta.inject.Singleton;

/** SQL for {@code oauth_state}: the consents that were asked for. Any instance may hear the answer. */
@Singleton
class OAuthStateRepository {

    private static final String ADD = """
            WITH old AS (DELETE FROM oauth_state WHERE expires_at < ?)
            INSERT INTO oauth_state (state_sha256, expires_at) VALUES (?, ?)
            """;

    private static final String TAKE = """
            DELETE FROM oauth_state WHERE state_sha256 = ? RETURNING expires_at
            """;

    private final DataSource postgres;

    OAuthStateRepository(DataSource postgres) {
        this.postgres = postgres;
    }

    /** Also forgets those that nobody answered in time. */
    void add(byte[] sha256, Instant now, Instant expiresAt) {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(ADD)) {
            statement.setObject(1, utc(now));
            statement.setBytes(2, sha256);
            statement.setObject(3, utc(expiresAt));
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new PostgresException("keeping the state of a consent", e.getSQLState(), e);
        }
    }

    /** True once for each that was added and has not expired. */
    boolean take(byte[] sha256, Instant now) {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(TAKE)) {
            statement.setBytes(1, sha256);
            try (var rows = statement.executeQuery()) {
                return rows.next()
                        && rows.getObject(1, OffsetDateTime.class).toInstant().isAfter(now);
            }
        } catch (SQLException e) {
            throw new PostgresException("taking the state of a consent", e.getSQLState(), e);
        }
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}

package io.pipestream.access;

import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import javax.sql.DataSource;

import io.pipestream.platform.PostgresException;
import jakarta.inject.Singleton;

/** SQL for {@code access_session}. */
@Singleton
class SessionRepository {

    /** Those that have lapsed go when the next one comes. */
    private static final String OPEN = """
            WITH lapsed AS (DELETE FROM access_session WHERE expires_at <= ?),
                 opened AS (INSERT INTO access_session (sha256, key_sha256, created_at, expires_at)
                            SELECT ?, sha256, ?, ? FROM access_key WHERE sha256 = ?)
            SELECT name FROM access_key WHERE sha256 = ?
            """;

    private static final String FIND = """
            SELECT k.name, k.role
              FROM access_session s
              JOIN access_key k ON k.sha256 = s.key_sha256
             WHERE s.sha256 = ? AND s.expires_at > ?
            """;

    private static final String CLOSE = "DELETE FROM access_session WHERE sha256 = ?";

    private final DataSource postgres;

    SessionRepository(DataSource postgres) {
        this.postgres = postgres;
    }

    /** Returns the name of the key; empty, and nothing is opened, if there is no such key. */
    Optional<String> open(byte[] key, byte[] session, Instant now, Instant until) {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(OPEN)) {
            statement.setObject(1, now.atOffset(ZoneOffset.UTC));
            statement.setBytes(2, session);
            statement.setObject(3, now.atOffset(ZoneOffset.UTC));
            statement.setObject(4, until.atOffset(ZoneOffset.UTC));
            statement.setBytes(5, key);
            statement.setBytes(6, key);
            try (var rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
            }
        } catch (SQLException e) {
            throw new PostgresException("opening a session", e.getSQLState(), e);
        }
    }

    Optional<AccessKeyRepository.Holder> find(byte[] session, Instant now) {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(FIND)) {
            statement.setBytes(1, session);
            statement.setObject(2, now.atOffset(ZoneOffset.UTC));
            try (var rows = statement.executeQuery()) {
                return rows.next()
                        ? Optional.of(new AccessKeyRepository.Holder(rows.getString(1), rows.getString(2)))
                        : Optional.empty();
            }
        } catch (SQLException e) {
            throw new PostgresException("looking up a session", e.getSQLState(), e);
        }
    }

    void close(byte[] session) {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(CLOSE)) {
            statement.setBytes(1, session);
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new PostgresException("closing a session", e.getSQLState(), e);
        }
    }
}

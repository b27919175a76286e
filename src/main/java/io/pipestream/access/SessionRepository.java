package io.pipestream.access;

import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;

import io.pipestream.platform.Statements;
import io.pipestream.platform.Timestamps;
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

    private final Statements statements;

    SessionRepository(DataSource postgres) {
        this.statements = new Statements(postgres);
    }

    /** Returns the name of the key; empty, and nothing is opened, if there is no such key. */
    Optional<String> open(byte[] key, byte[] session, Instant now, Instant until) {
        return statements.first(
                "opening a session",
                OPEN,
                statement -> {
                    Timestamps.set(statement, 1, now);
                    statement.setBytes(2, session);
                    Timestamps.set(statement, 3, now);
                    Timestamps.set(statement, 4, until);
                    statement.setBytes(5, key);
                    statement.setBytes(6, key);
                },
                row -> row.getString(1));
    }

    Optional<AccessKeyRepository.Holder> find(byte[] session, Instant now) {
        return statements.first(
                "looking up a session",
                FIND,
                statement -> {
                    statement.setBytes(1, session);
                    Timestamps.set(statement, 2, now);
                },
                row -> new AccessKeyRepository.Holder(row.getString(1), row.getString(2)));
    }

    void close(byte[] session) {
        statements.update("closing a session", CLOSE, statement -> statement.setBytes(1, session));
    }
}

package io.pipestream.connection;

import java.time.Instant;
import javax.sql.DataSource;

import io.pipestream.platform.Statements;
import io.pipestream.platform.Timestamps;
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

    private final Statements statements;

    OAuthStateRepository(DataSource postgres) {
        this.statements = new Statements(postgres);
    }

    /** Also forgets those that nobody answered in time. */
    void add(byte[] sha256, Instant now, Instant expiresAt) {
        statements.update("keeping the state of a consent", ADD, statement -> {
            Timestamps.set(statement, 1, now);
            statement.setBytes(2, sha256);
            Timestamps.set(statement, 3, expiresAt);
        });
    }

    /** True once for each that was added and has not expired. */
    boolean take(byte[] sha256, Instant now) {
        return statements
                .first(
                        "taking the state of a consent",
                        TAKE,
                        statement -> statement.setBytes(1, sha256),
                        row -> Timestamps.get(row, 1))
                .filter(expiresAt -> expiresAt.isAfter(now))
                .isPresent();
    }
}

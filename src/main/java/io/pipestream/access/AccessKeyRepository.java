package io.pipestream.access;

import java.time.Clock;
import java.util.Optional;
import javax.sql.DataSource;

import io.pipestream.platform.AdvisoryLock;
import io.pipestream.platform.Statements;
import io.pipestream.platform.Timestamps;
import jakarta.inject.Singleton;

/** SQL for {@code access_key}. */
@Singleton
class AccessKeyRepository {

    private static final String FIND = "SELECT name, role FROM access_key WHERE sha256 = ?";

    /** A key that is there under another name takes this one, so that it is gone when the next replaces it. */
    private static final String REPLACE = """
            WITH replaced AS (DELETE FROM access_key WHERE sha256 <> ? AND name = ?)
            INSERT INTO access_key (sha256, name, role, created_at) VALUES (?, ?, 'admin', ?)
                ON CONFLICT (sha256) DO UPDATE SET name = excluded.name
            """;

    private static final String ADD_FIRST = """
            WITH alone AS MATERIALIZED (SELECT pg_advisory_xact_lock(?))
            INSERT INTO access_key (sha256, name, role, created_at)
            SELECT ?, ?, 'admin', ? FROM alone WHERE NOT EXISTS (SELECT FROM access_key)
            """;

    private final Statements statements;
    private final Clock clock;

    AccessKeyRepository(DataSource postgres, Clock clock) {
        this.statements = new Statements(postgres);
        this.clock = clock;
    }

    /** Who holds a key and what it opens. */
    record Holder(String name, String role) {}

    Optional<Holder> find(byte[] sha256) {
        return statements.first(
                "looking up an access key",
                FIND,
                statement -> statement.setBytes(1, sha256),
                row -> new Holder(row.getString(1), row.getString(2)));
    }

    /** Makes this the only key of that name; another one of that name opens nothing any more. */
    void replace(String name, byte[] sha256) {
        statements.update("replacing an access key", REPLACE, statement -> {
            statement.setBytes(1, sha256);
            statement.setString(2, name);
            statement.setBytes(3, sha256);
            statement.setString(4, name);
            Timestamps.set(statement, 5, clock.instant());
        });
    }

    /** Returns false, and adds nothing, if there is a key already. */
    boolean addFirst(String name, byte[] sha256) {
        return statements.updateOne("adding the first access key", ADD_FIRST, statement -> {
            statement.setLong(1, AdvisoryLock.FIRST_KEY.number());
            statement.setBytes(2, sha256);
            statement.setString(3, name);
            Timestamps.set(statement, 4, clock.instant());
        });
    }
}

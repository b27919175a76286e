package io.pipestream.access;

import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import javax.sql.DataSource;

import io.pipestream.platform.AdvisoryLock;
import io.pipestream.platform.PostgresException;
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

    private final DataSource postgres;
    private final Clock clock;

    AccessKeyRepository(DataSource postgres, Clock clock) {
        this.postgres = postgres;
        this.clock = clock;
    }

    /** Who holds a key and what it opens. */
    record Holder(String name, String role) {}

    Optional<Holder> find(byte[] sha256) {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(FIND)) {
            statement.setBytes(1, sha256);
            try (var rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(new Holder(rows.getString(1), rows.getString(2))) : Optional.empty();
            }
        } catch (SQLException e) {
            throw new PostgresException("looking up an access key", e.getSQLState(), e);
        }
    }

    /** Makes this the only key of that name; another one of that name opens nothing any more. */
    void replace(String name, byte[] sha256) {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(REPLACE)) {
            statement.setBytes(1, sha256);
            statement.setString(2, name);
            statement.setBytes(3, sha256);
            statement.setString(4, name);
            statement.setObject(5, now());
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new PostgresException("replacing an access key", e.getSQLState(), e);
        }
    }

    /** Returns false, and adds nothing, if there is a key already. */
    boolean addFirst(String name, byte[] sha256) {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(ADD_FIRST)) {
            statement.setLong(1, AdvisoryLock.FIRST_KEY.number());
            statement.setBytes(2, sha256);
            statement.setString(3, name);
            statement.setObject(4, now());
            return statement.executeUpdate() == 1;
        } catch (SQLException e) {
            throw new PostgresException("adding the first access key", e.getSQLState(), e);
        }
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}

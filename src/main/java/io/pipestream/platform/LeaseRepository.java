package io.pipestream.platform;

import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import javax.sql.DataSource;

import jakarta.inject.Singleton;

/** SQL for {@code lease}: which instance does the work that only one may do. */
@Singleton
public class LeaseRepository {

    private static final String TAKE_OR_RENEW = """
            INSERT INTO lease AS held (name, holder, expires_at)
            VALUES (?, ?, now() + make_interval(secs => ?))
            ON CONFLICT (name) DO UPDATE
               SET holder = excluded.holder, expires_at = excluded.expires_at
             WHERE held.holder = excluded.holder OR held.expires_at < now()
            """;

    private static final String RENEW = """
            UPDATE lease SET expires_at = now() + make_interval(secs => ?) WHERE name = ? AND holder = ?
            """;

    private static final String GIVE_UP = """
            DELETE FROM lease WHERE name = ? AND holder = ?
            """;

    private static final String COUNT = """
            SELECT count(*) FROM lease WHERE starts_with(name, ?) AND expires_at > now()
            """;

    private static final String SWEEP = """
            DELETE FROM lease WHERE starts_with(name, ?) AND expires_at < now() - interval '1 hour'
            """;

    private final DataSource postgres;

    LeaseRepository(DataSource postgres) {
        this.postgres = postgres;
    }

    /**
     * Takes the lease if it is free or expired, renews it if it is ours.
     *
     * @return whether the holder has it for the whole duration from now on
     * @throws PostgresException if Postgres does not answer; then nobody may assume to hold it
     */
    public boolean takeOrRenew(String name, UUID holder, Duration duration) {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(TAKE_OR_RENEW)) {
            statement.setString(1, name);
            statement.setObject(2, holder);
            statement.setDouble(3, duration.toMillis() / 1000.0);
            return statement.executeUpdate() == 1;
        } catch (SQLException e) {
            throw new PostgresException("taking lease " + name, e.getSQLState(), e);
        }
    }

    /**
     * Renews the lease, and takes it under no circumstances: somebody else may have had it in the meantime.
     *
     * @return whether the holder had it all the time and has it for the whole duration from now on
     */
    public boolean renew(String name, UUID holder, Duration duration) {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(RENEW)) {
            statement.setDouble(1, duration.toMillis() / 1000.0);
            statement.setString(2, name);
            statement.setObject(3, holder);
            return statement.executeUpdate() == 1;
        } catch (SQLException e) {
            throw new PostgresException("renewing lease " + name, e.getSQLState(), e);
        }
    }

    /** Lets the next instance take over at once instead of at expiry. */
    public void giveUp(String name, UUID holder) {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(GIVE_UP)) {
            statement.setString(1, name);
            statement.setObject(2, holder);
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new PostgresException("giving up lease " + name, e.getSQLState(), e);
        }
    }

    /** How many leases of this kind are held now, by anybody. */
    public int count(String namePrefix) {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(COUNT)) {
            statement.setString(1, namePrefix);
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getInt(1);
            }
        } catch (SQLException e) {
            throw new PostgresException("counting leases " + namePrefix, e.getSQLState(), e);
        }
    }

    /** Removes leases of this kind that nobody wants any more, those of holders that are gone for good. */
    public void sweep(String namePrefix) {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(SWEEP)) {
            statement.setString(1, namePrefix);
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new PostgresException("sweeping leases " + namePrefix, e.getSQLState(), e);
        }
    }
}

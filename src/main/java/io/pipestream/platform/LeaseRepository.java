package io.pipestream.platform;

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

    private final Statements statements;

    LeaseRepository(DataSource postgres) {
        this.statements = new Statements(postgres);
    }

    /**
     * Takes the lease if it is free or expired, renews it if it is ours.
     *
     * @return whether the holder has it for the whole duration from now on
     * @throws PostgresException if Postgres does not answer; then nobody may assume to hold it
     */
    public boolean takeOrRenew(String name, UUID holder, Duration duration) {
        return statements.updateOne("taking lease " + name, TAKE_OR_RENEW, statement -> {
            statement.setString(1, name);
            statement.setObject(2, holder);
            statement.setDouble(3, duration.toMillis() / 1000.0);
        });
    }

    /**
     * Renews the lease, and takes it under no circumstances: somebody else may have had it in the meantime.
     *
     * @return whether the holder had it all the time and has it for the whole duration from now on
     */
    public boolean renew(String name, UUID holder, Duration duration) {
        return statements.updateOne("renewing lease " + name, RENEW, statement -> {
            statement.setDouble(1, duration.toMillis() / 1000.0);
            statement.setString(2, name);
            statement.setObject(3, holder);
        });
    }

    /** Lets the next instance take over at once instead of at expiry. */
    public void giveUp(String name, UUID holder) {
        statements.update("giving up lease " + name, GIVE_UP, statement -> {
            statement.setString(1, name);
            statement.setObject(2, holder);
        });
    }

    /** How many leases of this kind are held now, by anybody. */
    public int count(String namePrefix) {
        return statements.one(
                "counting leases " + namePrefix,
                COUNT,
                statement -> statement.setString(1, namePrefix),
                row -> row.getInt(1));
    }

    /** Removes leases of this kind that nobody wants any more, those of holders that are gone for good. */
    public void sweep(String namePrefix) {
        statements.update("sweeping leases " + namePrefix, SWEEP, statement -> statement.setString(1, namePrefix));
    }
}

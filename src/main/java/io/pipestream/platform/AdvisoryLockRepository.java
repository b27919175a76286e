package io.pipestream.platform;

import java.sql.SQLException;
import javax.sql.DataSource;

import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;

/** Makes transactions wait for each other, whichever instance they run on. */
@Singleton
public class AdvisoryLockRepository {

    private static final String TAKE = "SELECT pg_advisory_xact_lock(?)";

    private final DataSource postgres;

    AdvisoryLockRepository(DataSource postgres) {
        this.postgres = postgres;
    }

    /** Waits for the lock; the running transaction holds it until it ends. */
    @Transactional(TxType.MANDATORY)
    public void take(AdvisoryLock lock) {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(TAKE)) {
            statement.setLong(1, lock.number());
            statement.execute();
        } catch (SQLException e) {
            throw new PostgresException("taking lock " + lock, e.getSQLState(), e);
        }
    }
}

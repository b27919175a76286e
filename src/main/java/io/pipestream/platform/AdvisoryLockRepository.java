package io.pipestream.platform;

import javax.sql.DataSource;

import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;

/** Makes transactions wait for each other, whichever instance they run on. */
@Singleton
public class AdvisoryLockRepository {

    private static final String TAKE = "SELECT pg_advisory_xact_lock(?)";

    private final Statements statements;

    AdvisoryLockRepository(DataSource postgres) {
        this.statements = new Statements(postgres);
    }

    /** Waits for the lock; the running transaction holds it until it ends. */
    @Transactional(TxType.MANDATORY)
    public void take(AdvisoryLock lock) {
        statements.run("taking lock " + lock, TAKE, statement -> {
            statement.setLong(1, lock.number());
            return statement.execute();
        });
    }
}

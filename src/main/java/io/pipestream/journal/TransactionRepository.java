package io.pipestream.journal;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

import io.pipestream.platform.PostgresException;
import io.pipestream.platform.Statements;
import jakarta.inject.Singleton;

/** Transactions of more than one statement on the journal's connections. */
@Singleton
class TransactionRepository {

    private final Statements statements;

    TransactionRepository(@io.quarkus.agroal.DataSource("journal") DataSource postgres) {
        this.statements = new Statements(postgres);
    }

    /**
     * Commits what the work does.
     *
     * @param doing for the message of a failure
     * @throws PostgresException nothing of it is stored
     */
    <T> T commit(String doing, Statements.Session<T> work) {
        return statements.on(doing, connection -> {
            connection.setAutoCommit(false);
            try {
                var result = work.on(connection);
                connection.commit();
                connection.setAutoCommit(true);
                return result;
            } catch (SQLException e) {
                rollBack(connection, e);
                throw e;
            }
        });
    }

    /** The first exception is the one that tells: on a dead connection the rollback fails too. */
    private static void rollBack(Connection connection, SQLException cause) {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException dead) {
            cause.addSuppressed(dead);
        }
    }
}

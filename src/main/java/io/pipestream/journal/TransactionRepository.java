package io.pipestream.journal;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

import io.pipestream.platform.PostgresException;
import jakarta.inject.Singleton;

/** Transactions of more than one statement on the journal's connections. */
@Singleton
class TransactionRepository {

    private final DataSource postgres;

    TransactionRepository(@io.quarkus.agroal.DataSource("journal") DataSource postgres) {
        this.postgres = postgres;
    }

    @FunctionalInterface
    interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    /**
     * Commits what the work does.
     *
     * @param doing for the message of a failure
     * @throws PostgresException nothing of it is stored
     */
    <T> T commit(String doing, Work<T> work) {
        try (var connection = postgres.getConnection()) {
            connection.setAutoCommit(false);
            try {
                var result = work.in(connection);
                connection.commit();
                connection.setAutoCommit(true);
                return result;
            } catch (SQLException e) {
                rollBack(connection, e);
                throw e;
            }
        } catch (SQLException e) {
            throw new PostgresException(doing, e.getSQLState(), e);
        }
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

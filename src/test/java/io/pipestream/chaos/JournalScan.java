package io.pipestream.chaos;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.UUID;

import io.pipestream.embedded.RunFile;

/** Reads the service's tables with plain JDBC. */
final class JournalScan {

    private static final String EVENTS = """
            SELECT id, company_id || ':' || object || ':' || record_id AS key, record FROM event ORDER BY seq
            """;

    private static final int PAGE = 2_000;

    private final RunFile.Postgres database;

    JournalScan(RunFile.Postgres database) {
        this.database = database;
    }

    /** Is shown one event. */
    interface Visitor {

        void visit(UUID id, String key, String record);
    }

    /** Shows every event in the order in which they were committed. */
    void each(Visitor visitor) throws SQLException {
        try (var connection = connect()) {
            // Outside a transaction the driver would fetch the whole table at once.
            connection.setAutoCommit(false);
            try (var statement = connection.prepareStatement(EVENTS)) {
                statement.setFetchSize(PAGE);
                try (var rows = statement.executeQuery()) {
                    while (rows.next()) {
                        visitor.visit(
                                rows.getObject("id", UUID.class), rows.getString("key"), rows.getString("record"));
                    }
                }
            }
        }
    }

    /** The rows of a table; 0 if this version of the service does not have it. */
    long count(String table) throws SQLException {
        try (var connection = connect()) {
            return isThere(connection, table) ? number(connection, "SELECT count(*) FROM " + table) : 0;
        }
    }

    String version() throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery("SHOW server_version")) {
            row.next();
            return row.getString(1);
        }
    }

    private static boolean isThere(Connection connection, String table) throws SQLException {
        return number(connection, "SELECT count(*) FROM pg_tables WHERE tablename = '" + table + "'") > 0;
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(database.url(), database.user(), database.password());
    }
}

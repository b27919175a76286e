package io.pipestream.journal;

import java.sql.SQLException;
import java.util.regex.Pattern;
import javax.sql.DataSource;

import io.pipestream.platform.PostgresException;
import io.pipestream.platform.Problems;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response.Status;
import org.postgresql.util.PSQLException;

/** Has Postgres read a JSON path before it searches by it, and says what is wrong with one. */
@Singleton
class JsonPathRepository {

    /** As Postgres understood it: a predicate is in brackets, or an operator without any stands in front. */
    private static final String UNDERSTOOD =
            "SELECT path::text, jsonb_path_match_tz('{}', path, '{}', true) FROM (SELECT ?::jsonpath AS path) given";

    private static final Pattern PREDICATE = Pattern.compile("^(strict )?(\\(|exists ?\\(|!).*", Pattern.DOTALL);

    private static final int PATIENCE_SECONDS = 1;

    private final DataSource postgres;

    JsonPathRepository(DataSource postgres) {
        this.postgres = postgres;
    }

    /**
     * Refuses a path that Postgres cannot read or that is no predicate: it would match nothing without a word.
     *
     * @throws HttpProblem 400 {@code where-invalid}
     */
    void check(String where) {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(UNDERSTOOD)) {
            statement.setString(1, where);
            statement.setQueryTimeout(PATIENCE_SECONDS);
            try (var rows = statement.executeQuery()) {
                rows.next();
                if (!PREDICATE.matcher(rows.getString(1)).matches()) {
                    throw notReadable("it selects something and compares nothing; try exists(...)");
                }
            }
        } catch (SQLException e) {
            if (isOfServer(e)) {
                throw new PostgresException("reading a path", e.getSQLState(), e);
            }
            throw refused(e);
        }
    }

    static HttpProblem refused(SQLException e) {
        return notReadable(words(e));
    }

    /** Connection, resources, intervention of an operator: neither the path nor a value is at fault. */
    static boolean isOfServer(SQLException e) {
        var state = e.getSQLState() == null ? "" : e.getSQLState();
        return state.isEmpty() || state.startsWith("08") || state.startsWith("53") || state.startsWith("57");
    }

    private static HttpProblem notReadable(String why) {
        return Problems.of(
                Status.BAD_REQUEST,
                "where-invalid",
                "where is a predicate in the JSON path language of Postgres, such as $.object.value > 1000: " + why
                        + '.');
    }

    private static String words(SQLException e) {
        var message = e instanceof PSQLException psql && psql.getServerErrorMessage() != null
                ? psql.getServerErrorMessage().getMessage()
                : null;
        return message == null ? "Postgres cannot read it" : message;
    }
}

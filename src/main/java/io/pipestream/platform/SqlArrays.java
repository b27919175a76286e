package io.pipestream.platform;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/** Arrays as parameters: a column of the rows that one statement takes, or the values it looks for. */
public final class SqlArrays {

    private SqlArrays() {}

    /**
     * A value of each row.
     *
     * @param type as Postgres calls that of the elements
     */
    public static <R> void set(
            PreparedStatement statement,
            int parameter,
            String type,
            Collection<R> rows,
            Function<? super R, ? extends @Nullable Object> value)
            throws SQLException {
        var values = rows.stream().map(value).toArray();
        statement.setArray(parameter, statement.getConnection().createArrayOf(type, values));
    }

    /** The same of values that are there as they are. */
    public static void set(PreparedStatement statement, int parameter, String type, Collection<?> values)
            throws SQLException {
        set(statement, parameter, type, values, value -> value);
    }

    /** An array of {@code bytea}. The driver tells it from others by the Java type of the array. */
    public static <R> void setBytes(
            PreparedStatement statement, int parameter, Collection<R> rows, Function<? super R, byte[]> value)
            throws SQLException {
        var values = rows.stream().map(value).toArray(byte[][]::new);
        statement.setArray(parameter, statement.getConnection().createArrayOf("bytea", values));
    }
}

package io.pipestream.platform;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

import org.jspecify.annotations.Nullable;

/** Instants as {@code timestamptz}, which Postgres keeps to the microsecond. The driver takes no {@link Instant}. */
public final class Timestamps {

    private Timestamps() {}

    public static void set(PreparedStatement statement, int parameter, @Nullable Instant instant) throws SQLException {
        statement.setObject(
                parameter, instant == null ? null : instant.atOffset(ZoneOffset.UTC), Types.TIMESTAMP_WITH_TIMEZONE);
    }

    public static Instant get(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    public static Instant get(ResultSet row, String column) throws SQLException {
        return get(row, row.findColumn(column));
    }

    public static @Nullable Instant getOrNull(ResultSet row, int column) throws SQLException {
        var time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    public static @Nullable Instant getOrNull(ResultSet row, String column) throws SQLException {
        return getOrNull(row, row.findColumn(column));
    }
}

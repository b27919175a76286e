package io.pipestream.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

import jakarta.inject.Singleton;

/** The database of the application under test, for what no door shows and no door does. */
@Singleton
public class Database {

    private final DataSource postgres;

    public Database(DataSource postgres) {
        this.postgres = postgres;
    }

    /** Answers how many rows it changed. */
    public int run(String sql, Object... parameters) {
        try (var connection = postgres.getConnection();
                var statement = prepared(connection, sql, parameters)) {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Changes one row. */
    public void change(String sql, Object... parameters) {
        assertThat(run(sql, parameters)).as(sql).isEqualTo(1);
    }

    /** The first column of each row, which is a text. */
    public List<String> texts(String sql, Object... parameters) {
        try (var connection = postgres.getConnection();
                var statement = prepared(connection, sql, parameters);
                var rows = statement.executeQuery()) {
            var texts = new ArrayList<String>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The only one. */
    public String text(String sql, Object... parameters) {
        var texts = texts(sql, parameters);
        assertThat(texts).as(sql).hasSize(1);
        return texts.getFirst();
    }

    /** The only one, which is a whole number. */
    public long number(String sql, Object... parameters) {
        return Long.parseLong(text(sql, parameters));
    }

    private static PreparedStatement prepared(Connection connection, String sql, Object... parameters)
            throws SQLException {
        var statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }
}

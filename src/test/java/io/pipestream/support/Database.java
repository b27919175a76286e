package io.pipestream.support;

import static org.assertj.core.api.Assertions.assertThat;

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
    public int run(String sql) {
        try (var connection = postgres.getConnection();
                var statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Changes one row. */
    public void change(String sql) {
        assertThat(run(sql)).as(sql).isEqualTo(1);
    }

    /** The first column of each row, which is a text. */
    public List<String> texts(String sql) {
        try (var connection = postgres.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
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
    public String text(String sql) {
        var texts = texts(sql);
        assertThat(texts).as(sql).hasSize(1);
        return texts.getFirst();
    }
}

package io.pipestream.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {

    @BeforeAll
    static void quietServers() {
        ServerLogs.quiet();
    }

    @Test
    void dataSurviveARestartOnAnotherPort(@TempDir Path folder) throws Exception {
        // Given
        try (var first = EmbeddedPostgres.start(folder, 0, Durability.FAST)) {
            query(first, "create table kept as select 42 as answer; select 1");
        }

        // When
        try (var second = EmbeddedPostgres.start(folder, Ports.free(), Durability.FAST)) {

            // Then
            assertThat(query(second, "select answer from kept")).isEqualTo("42");
        }
    }

    @Test
    void aDurableServerAnswersACommitOnlyWhenItIsOnTheDisk(@TempDir Path folder) throws Exception {
        // When
        try (var postgres = EmbeddedPostgres.start(folder, 0, Durability.DURABLE)) {

            // Then
            for (var setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
                assertThat(query(postgres, "show " + setting)).as(setting).isEqualTo("on");
            }
            assertThat(query(postgres, "show listen_addresses")).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void nobodyGetsInWithoutThePassword(@TempDir Path folder) throws Exception {
        // When
        try (var postgres = EmbeddedPostgres.start(folder, 0, Durability.FAST)) {

            // Then
            for (var user : List.of(EmbeddedPostgres.USER, "postgres")) {
                assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl(), user, "guessed"))
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("password authentication failed");
            }
        }
    }

    @Test
    void aServerLeftByAKilledRunIsStoppedAndItsDataUsed(@TempDir Path folder) throws Exception {
        // Given a server whose starter will never stop it
        var abandoned = EmbeddedPostgres.start(folder, 0, Durability.FAST);
        query(abandoned, "create table kept as select 42 as answer; select 1");
        var orphan = EmbeddedPostgres.running(folder).orElseThrow();

        // When
        EmbeddedPostgres.stopOrphan(folder);

        // Then
        assertThat(orphan.isAlive()).isFalse();
        // A killed process would have let go of the library's lock on the folder; this one has to be asked.
        abandoned.close();
        try (var next = EmbeddedPostgres.start(folder, 0, Durability.FAST)) {
            assertThat(query(next, "select answer from kept")).isEqualTo("42");
        }
    }

    @Test
    void aClusterWhoseFirstStartWasCutOffIsMadeAgain(@TempDir Path folder) throws Exception {
        // Given
        var cluster = Files.createDirectories(folder.resolve("postgres-17"));
        Files.writeString(cluster.resolve("postgresql.conf"), "# initdb got this far\n");

        // When
        try (var postgres = EmbeddedPostgres.start(folder, 0, Durability.FAST)) {

            // Then
            assertThat(query(postgres, "select current_user")).isEqualTo(EmbeddedPostgres.USER);
        }
    }

    /** The first column of the last result's first row. */
    private static String query(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
            while (statement.getResultSet() == null) {
                statement.getMoreResults();
            }
            try (var rows = statement.getResultSet()) {
                assertThat(rows.next()).isTrue();
                return rows.getString(1);
            }
        }
    }
}

package io.pipestream.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.sql.DataSource;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How repositories run their SQL, on a real Postgres. */
@QuarkusTest
class StatementsTest {

    private static final String NUMBERS = "SELECT * FROM generate_series(1, ?)";

    private static final String ADD_LEASES = """
            INSERT INTO lease (name, holder, expires_at)
            SELECT 'statements-test:' || n, gen_random_uuid(), now() FROM generate_series(1, ?) AS n
            """;

    private static final String FORGET_LEASE = "DELETE FROM lease WHERE name = ?";

    private static final String FORGET_LEASES = "DELETE FROM lease WHERE name LIKE 'statements-test:%'";

    @Inject
    DataSource postgres;

    private Statements statements;

    @BeforeEach
    void theyRunOnTheApplicationsConnections() {
        statements = new Statements(postgres);
    }

    @AfterEach
    void nothingIsLeft() {
        statements.update("forgetting leases", FORGET_LEASES, statement -> {});
    }

    @Test
    void rowsComeInTheirOrder() {
        assertThat(statements.list("counting", NUMBERS, statement -> statement.setInt(1, 3), row -> row.getInt(1)))
                .containsExactly(1, 2, 3);
    }

    @Test
    void eachRowIsVisitedInItsOrder() {
        // Given
        var seen = new ArrayList<Integer>();

        // When
        statements.each("counting", NUMBERS, statement -> statement.setInt(1, 3), row -> seen.add(row.getInt(1)));

        // Then
        assertThat(seen).containsExactly(1, 2, 3);
    }

    @Test
    void theFirstOfManyRowsIsTaken() {
        assertThat(statements.first("counting", NUMBERS, statement -> statement.setInt(1, 3), row -> row.getInt(1)))
                .contains(1);
    }

    @Test
    void withoutARowThereIsNoFirst() {
        assertThat(statements.first("counting", NUMBERS, statement -> statement.setInt(1, 0), row -> row.getInt(1)))
                .isEmpty();
    }

    @Test
    void withoutItsOneRowAStatementHasFailed() {
        assertThatThrownBy(() ->
                        statements.one("counting", NUMBERS, statement -> statement.setInt(1, 0), row -> row.getInt(1)))
                .isInstanceOf(PostgresException.class)
                .hasMessage("counting failed");
    }

    @Test
    void anUpdateSaysHowManyRowsItChanged() {
        assertThat(statements.update("adding leases", ADD_LEASES, statement -> statement.setInt(1, 3)))
                .isEqualTo(3);
    }

    @Test
    void anUpdateOfOneRowSaysWhetherItWasThere() {
        // Given
        statements.update("adding leases", ADD_LEASES, statement -> statement.setInt(1, 1));

        // When
        var first = statements.updateOne(
                "forgetting a lease", FORGET_LEASE, statement -> statement.setString(1, "statements-test:1"));
        var second = statements.updateOne(
                "forgetting a lease", FORGET_LEASE, statement -> statement.setString(1, "statements-test:1"));

        // Then
        assertThat(first).isTrue();
        assertThat(second).isFalse();
    }

    @Test
    void aSessionIsOneConnectionForAllItsStatements() {
        // When
        var processes = statements.on("looking twice", connection -> {
            try (var one = connection.prepareStatement("SELECT pg_backend_pid()");
                    var other = connection.prepareStatement("SELECT pg_backend_pid()")) {
                return List.of(
                        Statements.list(one, row -> row.getInt(1)), Statements.list(other, row -> row.getInt(1)));
            }
        });

        // Then
        assertThat(processes.getFirst()).hasSize(1).isEqualTo(processes.getLast());
    }

    @Test
    void aFailureSaysWhatWasBeingDoneAndWhoseFaultItIs() {
        assertThatThrownBy(() -> statements.one("dividing", "SELECT 1 / 0", row -> row.getInt(1)))
                .isInstanceOfSatisfying(PostgresException.class, e -> {
                    assertThat(e).hasMessage("dividing failed").hasCauseInstanceOf(SQLException.class);
                    assertThat(e.isCausedByTheValues()).isTrue();
                });
    }

    /** There are fewer connections than this; one that was kept would be missing. */
    @Test
    void aConnectionIsGivenBackAfterAFailure() {
        IntStream.range(0, 50)
                .forEach(i -> assertThatThrownBy(() -> statements.update(
                                "changing nothing", "UPDATE no_such_table SET a = 1", statement -> {}))
                        .isInstanceOf(PostgresException.class));

        assertThat(statements.<Integer>one("asking", "SELECT 1", row -> row.getInt(1)))
                .isEqualTo(1);
    }
}

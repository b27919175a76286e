package io.pipestream;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.sql.DataSource;

import io.pipestream.support.Door;
import io.pipestream.support.Http;
import io.pipestream.support.Payloads;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Paths and credentials that another instance has made a moment ago, when Postgres is the only one to know. */
@QuarkusTest
@Timeout(60)
class NewPathsTest {

    @Inject
    DataSource postgres;

    @Test
    void aPathThatWasMadeRightAfterAMissIsNotTakenForUnknown() {
        // Given
        var door = Door.ofNewDeals();
        var path = "made-elsewhere-" + UUID.randomUUID();
        var fresh =
                new Door(door.url().substring(0, door.url().lastIndexOf('/') + 1) + path, door.user(), door.password());
        assertThat(fresh.deliver(Payloads.addedV2("deal", 8_120_001, 1, "901")).status())
                .isEqualTo(404);
        var previous = rename(door, path);

        try {
            // When
            var answer = fresh.deliver(Payloads.addedV2("deal", 8_120_001, 1, "901"));

            // Then
            assertThat(answer.status()).isEqualTo(204);
        } finally {
            rename(fresh, previous);
        }
    }

    @Test
    void guessesShareTheirLooksAndAreAllAnswered404() throws Exception {
        // Given
        var url = Door.ofNewDeals().url();
        var begun = System.nanoTime();

        // When
        List<Future<Integer>> statuses;
        try (var guessers = Executors.newVirtualThreadPerTaskExecutor()) {
            statuses = IntStream.range(0, 200)
                    .mapToObj(i ->
                            guessers.submit(() -> Http.call("POST", url + "-guess-" + i, Map.of(), new byte[] {'{'})
                                    .status()))
                    .toList();
        }

        // Then: one look a second for each would take 200 s
        for (var status : statuses) {
            assertThat(status.get()).isEqualTo(404);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(50));
    }

    /** Gives the door's registration another path, as if it were another registration; answers the one it had. */
    private String rename(Door door, String path) {
        var previous = door.url().substring(door.url().lastIndexOf('/') + 1);
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement("UPDATE registration SET path = ? WHERE path = ?")) {
            statement.setString(1, path);
            statement.setString(2, previous);
            assertThat(statement.executeUpdate()).isEqualTo(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return previous;
    }
}

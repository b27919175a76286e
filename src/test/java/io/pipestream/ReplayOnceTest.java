package io.pipestream;

import static io.pipestream.support.Topic.assertEachOnceAndInOrder;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import javax.sql.DataSource;

import io.pipestream.support.Api;
import io.pipestream.support.Company;
import io.pipestream.support.Kafka;
import io.pipestream.support.Replay;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A replay sends each event once, whatever Postgres forgets and whoever else writes as it. */
@QuarkusTest
@Timeout(180)
class ReplayOnceTest {

    private static final String FENCED = "pipestream_replay_fenced_total";

    @Inject
    DataSource postgres;

    @Test
    void whatKafkaHasIsNotSentAgainWhenPostgresHasForgottenIt() throws Exception {
        // Given
        var company = Company.of("61607");
        company.addDeals(6_160_700, 30);
        company.awaitPublished(30);
        var replay = Replay.run(Replay.of(company), Replay.SIDE, "");
        replay.awaitDone();

        // When
        forget(replay);

        // Then
        var done = replay.awaitDone();
        assertThat(done.at("/progress/sent").asInt()).isEqualTo(30);
        assertThat(replay.records()).hasSize(30);
    }

    @Test
    void whatAnotherReplaysOpenTransactionHidesIsWaitedForAndNotSentAgain() throws Exception {
        // Given
        var company = Company.of("61608");
        company.addDeals(6_160_800, 30);
        company.awaitPublished(30);
        var replay = Replay.run(Replay.of(company), Replay.SIDE, ", \"rate\": 10");
        replay.awaitSent(5);
        try (var another = Kafka.producer("pipestream-replay-" + UUID.randomUUID())) {
            another.initTransactions();
            another.beginTransaction();
            another.send(new ProducerRecord<>("pipedrive.replay-progress", 0, "another", "{}"))
                    .get();
            replay.awaitDone();

            // When
            forget(replay);
            Awaitility.await("nothing is sent while that is open")
                    .during(Duration.ofSeconds(2))
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> replay.records().size() == 30);
            another.abortTransaction();
        }

        // Then
        replay.awaitDone();
        assertThat(replay.records()).hasSize(30);
    }

    @Test
    void aReplayThatIsFencedStartsOverAndNothingIsLostDoubledOrSwapped() {
        // Given
        var company = Company.of("61609");
        company.addDeals(6_160_900, 10);
        company.changeDeals(6_160_900, 10, 9);
        company.awaitPublished(100);
        var fencedBefore = Api.metric(FENCED, "");
        var replay = Replay.run(Replay.of(company), Replay.SIDE, ", \"rate\": 25");
        replay.awaitSent(10);

        // When
        try (var other = Kafka.producer("pipestream-replay-" + replay.id())) {
            other.initTransactions();
        }

        // Then
        replay.awaitDone();
        var records = replay.records();
        assertThat(records).hasSize(100);
        assertEachOnceAndInOrder(records);
        assertThat(Api.metric(FENCED, "")).isGreaterThan(fencedBefore);
    }

    /** As after a crash of Postgres, or a kill before the first acknowledgement: the row is as it was at the start. */
    private void forget(Replay replay) throws SQLException {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement("""
                        UPDATE replay SET state = 'RUNNING', ended_at = NULL, sent = 0, reached_seq = after_seq, place = -1
                         WHERE id = ?
                        """)) {
            statement.setObject(1, UUID.fromString(replay.id()));
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
    }
}

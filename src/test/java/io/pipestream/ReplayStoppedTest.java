package io.pipestream;

import static io.pipestream.support.Topic.assertEachOnceAndInOrder;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;

import io.pipestream.support.Company;
import io.pipestream.support.Replay;
import io.quarkus.test.junit.QuarkusTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A replay that is told to stop does so within a second, and goes on where it was or never. */
@QuarkusTest
@Timeout(180)
class ReplayStoppedTest {

    @Test
    void aPausedReplayStopsWithinASecondAndGoesOnWhereItWas() {
        // Given
        var replay = half(Company.of("61604"), 6_160_400);

        // When
        var paused = replay.tell("pause");
        var afterASecond = countAfterASecond(replay);

        // Then
        assertThat(paused.json().path("state").asText()).isEqualTo("paused");
        assertNothingMoreComes(replay, afterASecond);
        assertThat(afterASecond).isBetween(20, 119);
        assertThat(replay.sent()).isEqualTo(afterASecond);
        assertThat(replay.tell("resume").status()).isEqualTo(200);
        replay.awaitDone();
        assertThat(replay.records()).hasSize(120);
        assertEachOnceAndInOrder(replay.records());
    }

    @Test
    void aCancelledReplayStopsWithinASecondAndForGood() {
        // Given
        var replay = half(Company.of("61605"), 6_160_500);

        // When
        replay.tell("cancel");
        var afterASecond = countAfterASecond(replay);

        // Then
        assertNothingMoreComes(replay, afterASecond);
        assertThat(afterASecond).isBetween(20, 119);
        for (var verb : List.of("run", "pause", "resume", "cancel")) {
            replay.tell(verb).assertProblem(409, "replay-state");
        }
        var cancelled = replay.now();
        assertThat(cancelled.path("ended_at").asText()).isNotEmpty();
        assertThat(cancelled.at("/progress/sent").asInt()).isEqualTo(afterASecond);
    }

    /** A slow one of 120 events that has sent some of them. */
    private static Replay half(Company company, long firstDeal) {
        company.addDeals(firstDeal, 120);
        company.awaitPublished(120);
        var replay = Replay.run(Replay.of(company), Replay.SIDE, ", \"rate\": 40");
        replay.awaitSent(20);
        return replay;
    }

    private static int countAfterASecond(Replay replay) {
        return Awaitility.await("a second has passed")
                .pollDelay(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(30))
                .until(() -> replay.records().size(), unused -> true);
    }

    private static void assertNothingMoreComes(Replay replay, int count) {
        Awaitility.await("nothing more comes")
                .during(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(10))
                .until(() -> replay.records().size() == count);
    }
}

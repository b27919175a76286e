package io.pipestream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.pipestream.support.Api;
import io.pipestream.support.Company;
import io.pipestream.support.Http;
import io.pipestream.support.Kafka;
import io.pipestream.support.Replay;
import io.pipestream.support.Topic;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A replay that cannot be as it was asked for is no replay, and the answer says why. */
@QuarkusTest
@Timeout(180)
class ReplayRefusedTest {

    private static final String PAST = ", \"as_of\": \"2026-01-01T00:00:00Z\"";

    @Test
    void aTopicThatIsThereAlreadyIsUsedOnlyIfItIsAsItWouldBeMade() throws Exception {
        // Given
        var company = Company.of("61610");
        company.addDeals(6_161_000, 3);
        company.awaitPublished(3);
        Kafka.createTopic("team-b.small", 1);
        var selection = Replay.of(company);
        var twice = Replay.side("team-b.twice");

        // When
        var small = Replay.ask(selection, Replay.side("team-b.small"), "");
        Replay.run(selection, twice, "").awaitDone();
        Replay.run(selection, twice, "").awaitDone();
        var state = Replay.ask(selection, twice, PAST);

        // Then
        small.assertProblem(409, "replay-topic-exists");
        state.assertProblem(409, "replay-topic-exists");
        assertThat(Topic.read("team-b.twice")).hasSize(6);
    }

    @Test
    void whatCannotBeDoneIsAnsweredWithWhatToDo() {
        var deals = "{\"object\": \"deal\"}";

        Api.get("/api/replays/" + UUID.randomUUID()).assertProblem(404, "replay-not-found");
        Api.post("/api/replays/" + UUID.randomUUID() + "/run", "").assertProblem(404, "replay-not-found");
        assertProblem("{\"company_id\": \"nobody\"}", Replay.ORIGINAL, "", 422, "replay-empty");
        assertProblem(deals, Replay.ORIGINAL, PAST, 400, "replay-as-of-invalid");
        assertProblem(deals, Replay.SIDE, ", \"as_of\": \"2126-01-01T00:00:00Z\"", 400, "replay-as-of-invalid");
        assertProblem("{\"object\": \"deal\", \"action\": \"added\"}", Replay.SIDE, PAST, 400, "replay-as-of-invalid");
        for (var name : List.of("pipedrive.deal.added", "pipedrive.control", "a b", "..", "x.dlq")) {
            assertProblem(deals, Replay.side(name), "", 400, "replay-topic-invalid");
        }
        assertProblem(deals, "{\"kind\": \"pigeon\"}", "", 400, "body-invalid");
        assertProblem("{\"colour\": \"red\"}", Replay.ORIGINAL, "", 400, "body-invalid");
        assertThat(Replay.ask(deals, Replay.ORIGINAL, ", \"rate\": -1").status())
                .isEqualTo(400);
        var withoutReason = "{\"selection\": {}, \"target\": {\"kind\": \"original\"}, \"reason\": \" \"}";
        assertThat(Api.post("/api/replays", withoutReason).status()).isEqualTo(400);
        assertThat(Http.get(Api.url("/api/replays"), Map.of()).status()).isEqualTo(401);
    }

    private static void assertProblem(String selection, String target, String more, int status, String code) {
        Replay.ask(selection, target, more).assertProblem(status, code);
    }
}

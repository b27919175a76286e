package io.pipestream;

import static io.pipestream.support.Topic.assertEachOnceAndInOrder;
import static io.pipestream.support.Topic.header;
import static io.pipestream.support.Topic.headers;
import static io.pipestream.support.Topic.sequence;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import io.pipestream.support.Api;
import io.pipestream.support.Company;
import io.pipestream.support.Http;
import io.pipestream.support.Kafka;
import io.pipestream.support.Replay;
import io.pipestream.support.Topic;
import io.quarkus.test.junit.QuarkusTest;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Stored events published again: what was chosen is what the plan says and what comes, marked, in order, once. */
@QuarkusTest
@Timeout(180)
class ReplayTest {

    @Test
    void aRunIsWhatItsPlanSaidAndEachRecordIsTheFirstOneWithTheReplaysId() {
        // Given
        var company = Company.of("61601");
        company.addDeals(6_160_100, 8);
        company.changeDeals(6_160_100, 8, 4);
        var first = company.awaitPublished(40);
        var replay = Replay.plan(Replay.of(company), Replay.SIDE, "");
        company.addDeals(6_160_190, 3); // after the plan, and no part of it

        // When
        assertThat(replay.asked().path("state").asText()).isEqualTo("planned");
        assertThat(replay.tell("run").status()).isEqualTo(200);
        var done = replay.awaitDone();

        // Then
        assertThat(replay.topic()).isEqualTo("pipedrive.replay." + replay.id());
        var records = replay.records();
        assertThat(records).hasSize(replay.planned()).hasSize(40);
        assertThat(done.at("/progress/sent").asInt()).isEqualTo(40);
        assertThat(done.at("/progress/of").asInt()).isEqualTo(40);
        assertThat(records).allSatisfy(record -> {
            var original = first.get(header(record, "ce_id"));
            assertThat(record.key()).isEqualTo(original.key());
            assertThat(record.value()).isEqualTo(original.value());
            var headers = headers(record);
            assertThat(headers.remove("ce_replayid")).isEqualTo(replay.id());
            var originals = headers(original);
            // What sent it first was another span.
            originals.remove("traceparent");
            assertThat(headers).isEqualTo(originals);
        });
        assertEachOnceAndInOrder(records);
        assertThat(replay.plan().at("/first/id").asText()).isEqualTo(oldest(first));
        assertThat(replay.plan().path("bytes").asLong()).isBetween(bytes(records) * 9 / 10, bytes(records) * 11 / 10);
        assertThat(replay.plan().path("consumers_will_see"))
                .isNotEmpty()
                .allSatisfy(sentence -> assertThat(sentence.asText()).isNotBlank());
        assertThat(done.path("asked_by").asText()).isEqualTo("configured");
        assertThat(done.path("reason").asText()).isEqualTo(Replay.REASON);
    }

    @Test
    void aReplayToTheOriginalTopicsFollowsWhatIsThere() {
        // Given
        var company = Company.of("61602");
        company.addDeals(6_160_200, 5);
        company.changeDeals(6_160_200, 5, 2);
        company.awaitPublished(15);
        var added = Topic.mark("pipedrive.deal.added");
        var updated = Topic.mark("pipedrive.deal.updated");

        // When
        var replay = Replay.run(Replay.of(company, "\"object\": \"deal\""), Replay.ORIGINAL, "");
        replay.awaitDone();

        // Then
        assertThat(replay.plan().path("topics"))
                .extracting(JsonNode::asText)
                .containsExactly("pipedrive.deal.added", "pipedrive.deal.updated");
        var again = new ArrayList<>(added.await(5, record -> record.key().startsWith("61602:")));
        again.addAll(updated.await(10, record -> record.key().startsWith("61602:")));
        assertThat(again)
                .allSatisfy(record -> assertThat(header(record, "ce_replayid")).isEqualTo(replay.id()));
        assertThat(again).extracting(record -> header(record, "ce_id")).doesNotHaveDuplicates();
    }

    @Test
    void eventsAreChosenByAnyOfTheFiltersAndByTheirIds() {
        // Given
        var company = Company.of("61603");
        company.addDeals(6_160_300, 6);
        company.changeDeals(6_160_300, 6, 1);
        var first = company.awaitPublished(12);
        var events = Api.events("object=deal&record_id=6160302");
        var ids = events.stream().map(event -> event.path("id").asText()).toList();
        var justAfterTheFirst =
                receivedAt(Api.get("/api/events/" + oldest(first)).json()).plusNanos(1_000);

        // When
        var one = planned(company, "\"record_id\": \"6160301\"");
        var action = planned(company, "\"action\": \"updated\"");
        var trigger = planned(company, "\"trigger\": \"PIPEDRIVE_NEW_DEAL_TRIGGER\"");
        var time = planned(company, "\"received_until\": \"" + justAfterTheFirst + '"');
        var byId = Replay.run("{\"ids\": [\"" + String.join("\", \"", ids) + "\"]}", Replay.SIDE, "");

        // Then
        assertThat(one).isEqualTo(2);
        assertThat(action).isEqualTo(6);
        assertThat(trigger).isEqualTo(6);
        assertThat(time).isEqualTo(1);
        byId.awaitDone();
        assertThat(byId.records())
                .extracting(record -> header(record, "ce_id"))
                .containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void theStateAsOfAMomentIsTheLastEventOfEachRecordBeforeItAndNothingOfADeletedOne() throws Exception {
        // Given
        var company = Company.of("61606");
        company.addDeals(6_160_600, 3);
        company.changeDeals(6_160_600, 2, 3); // 600 and 601, not 602
        company.deleteDeal(6_160_601);
        company.addDeals(6_160_610, 1);
        company.awaitPublished(11);
        var moment = receivedAt(Api.events("object=deal&record_id=6160610").getFirst());
        company.changeDeals(6_160_600, 3, 5); // what happens later does not show

        // When
        var replay = Replay.run(
                Replay.of(company, "\"object\": \"deal\""),
                Replay.side("team-a.deals"),
                ", \"as_of\": \"" + moment + '"');
        replay.awaitDone();

        // Then
        assertThat(replay.planned()).isEqualTo(3);
        var state =
                Topic.read("team-a.deals").stream().collect(Collectors.toMap(ConsumerRecord::key, record -> record));
        assertThat(state).containsOnlyKeys("61606:deal:6160600", "61606:deal:6160601", "61606:deal:6160602");
        assertThat(title(state.get("61606:deal:6160600"))).isEqualTo("title 2");
        assertThat(state.get("61606:deal:6160601").value()).isNull();
        assertThat(header(state.get("61606:deal:6160601"), "ce_type")).isEqualTo("com.pipedrive.deal.deleted");
        assertThat(title(state.get("61606:deal:6160602"))).isEqualTo("Roof 6160602");
        assertThat(Kafka.setting("team-a.deals", "cleanup.policy")).isEqualTo("compact");
    }

    @Test
    void theTimelineOfAnEventTellsOfTheReplaysThatSentItAndOfNoOthers() {
        // Given
        var company = Company.of("61611");
        company.addDeals(6_161_100, 2);
        company.changeDeals(6_161_100, 1, 2);
        company.awaitPublished(4);
        var added = Api.events("key=61611:deal:6161100&action=added").getFirst();
        var newest = Api.events("key=61611:deal:6161100&limit=1").getFirst();
        var other = Api.events("key=61611:deal:6161101").getFirst();
        var moment = receivedAt(newest).plusNanos(1_000);

        // When
        var all = Replay.run(Replay.of(company), Replay.ORIGINAL, "");
        all.awaitDone();
        var triggers = Replay.run(Replay.of(company, "\"trigger\": \"PIPEDRIVE_NEW_DEAL_TRIGGER\""), Replay.SIDE, "");
        triggers.awaitDone();
        var state = Replay.run(
                Replay.of(company, "\"record_id\": \"6161100\""), Replay.SIDE, ", \"as_of\": \"" + moment + '"');
        state.awaitDone();
        Replay.plan(Replay.of(company), Replay.SIDE, "");

        // Then
        assertThat(replaysOf(added)).containsExactly(all.id(), triggers.id());
        assertThat(replaysOf(newest)).containsExactly(all.id(), state.id());
        assertThat(replaysOf(other)).containsExactly(all.id(), triggers.id());
    }

    private static int planned(Company company, String more) {
        return Replay.plan(Replay.of(company, more), Replay.SIDE, "").planned();
    }

    private static List<String> replaysOf(JsonNode event) {
        return Api.get("/api/events/" + event.path("id").asText() + "/timeline")
                .json()
                .path("data")
                .valueStream()
                .filter(entry -> entry.path("kind").asText().equals("replayed"))
                .peek(entry -> assertThat(entry.path("reason").asText()).isEqualTo(Replay.REASON))
                .map(entry -> entry.path("replay_id").asText())
                .toList();
    }

    private static String oldest(Map<String, ConsumerRecord<String, String>> records) {
        return records.entrySet().stream()
                .min(Comparator.comparingLong(entry -> sequence(entry.getValue())))
                .orElseThrow()
                .getKey();
    }

    private static Instant receivedAt(JsonNode event) {
        return Instant.parse(event.path("received_at").asText());
    }

    private static long bytes(List<ConsumerRecord<String, String>> records) {
        return records.stream()
                .mapToLong(record -> record.value().getBytes(UTF_8).length)
                .sum();
    }

    private static String title(ConsumerRecord<String, String> record) throws Exception {
        return Http.JSON.readTree(record.value()).at("/object/title").asText();
    }
}

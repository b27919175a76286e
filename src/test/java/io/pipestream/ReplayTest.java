package io.pipestream;

import static io.pipestream.support.Topic.header;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import javax.sql.DataSource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipestream.support.Api;
import io.pipestream.support.Door;
import io.pipestream.support.Http;
import io.pipestream.support.Payloads;
import io.pipestream.support.Topic;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Stored events published again: what the plan says is what comes, marked, in order, once, and stopped when told to. */
@QuarkusTest
@Timeout(180)
class ReplayTest {

    private static final Instant START = Instant.parse("2026-05-04T08:00:00Z");

    private static final String ADDED = "pipedrive.deal.added";

    private static final String FENCED = "pipestream_replay_fenced_total";

    @Inject
    DataSource postgres;

    @Test
    void aRunIsWhatItsPlanSaidAndEachRecordIsTheFirstOneWithTheReplaysId() throws Exception {
        // Given
        deals("61601", 6_160_100, 8);
        changes("61601", 6_160_100, 8, 4);
        var first = awaitPublished("61601", 40);
        var planned = plan("{\"company_id\": \"61601\"}", "{\"kind\": \"side\"}", "");
        deals("61601", 6_160_190, 3); // after the plan, and no part of it

        // When
        assertThat(planned.path("state").asText()).isEqualTo("planned");
        assertThat(Api.post(path(planned) + "/run", "").status()).isEqualTo(200);
        var done = awaitState(planned, "done");

        // Then
        var topic = planned.at("/plan/topics/0").asText();
        assertThat(topic).isEqualTo("pipedrive.replay." + planned.path("id").asText());
        var records = Topic.read(topic);
        assertThat(records).hasSize(planned.at("/plan/count").asInt()).hasSize(40);
        assertThat(done.at("/progress/sent").asInt()).isEqualTo(40);
        assertThat(done.at("/progress/of").asInt()).isEqualTo(40);
        assertThat(records).allSatisfy(record -> {
            var original = first.get(header(record, "ce_id"));
            assertThat(record.key()).isEqualTo(original.key());
            assertThat(record.value()).isEqualTo(original.value());
            var headers = headers(record);
            assertThat(headers.remove("ce_replayid"))
                    .isEqualTo(planned.path("id").asText());
            var originals = headers(original);
            // What sent it first was another span.
            originals.remove("traceparent");
            assertThat(headers).isEqualTo(originals);
        });
        assertEachOnceAndInOrder(records);
        assertThat(planned.at("/plan/first/id").asText()).isEqualTo(oldest(first));
        assertThat(planned.at("/plan/bytes").asLong()).isBetween(bytes(records) * 9 / 10, bytes(records) * 11 / 10);
        assertThat(planned.at("/plan/consumers_will_see"))
                .isNotEmpty()
                .allSatisfy(sentence -> assertThat(sentence.asText()).isNotBlank());
        assertThat(done.path("asked_by").asText()).isEqualTo("configured");
        assertThat(done.path("reason").asText()).isEqualTo("to try it");
    }

    @Test
    void aReplayToTheOriginalTopicsFollowsWhatIsThere() throws Exception {
        // Given
        deals("61602", 6_160_200, 5);
        changes("61602", 6_160_200, 5, 2);
        awaitPublished("61602", 15);
        var added = Topic.mark(ADDED);
        var updated = Topic.mark("pipedrive.deal.updated");

        // When
        var replay = run("{\"company_id\": \"61602\", \"object\": \"deal\"}", "{\"kind\": \"original\"}", "");
        awaitState(replay, "done");

        // Then
        assertThat(texts(replay.at("/plan/topics"))).containsExactly(ADDED, "pipedrive.deal.updated");
        var again = new ArrayList<>(added.await(5, record -> record.key().startsWith("61602:")));
        again.addAll(updated.await(10, record -> record.key().startsWith("61602:")));
        assertThat(again)
                .allSatisfy(record -> assertThat(header(record, "ce_replayid"))
                        .isEqualTo(replay.path("id").asText()));
        assertThat(again).extracting(record -> header(record, "ce_id")).doesNotHaveDuplicates();
    }

    @Test
    void eventsAreChosenByAnyOfTheFiltersAndByTheirIds() throws Exception {
        // Given
        deals("61603", 6_160_300, 6);
        changes("61603", 6_160_300, 6, 1);
        var first = awaitPublished("61603", 12);
        var events = Api.events("object=deal&record_id=6160302");
        var ids = events.stream().map(event -> event.path("id").asText()).toList();

        // When
        var one = plan("{\"company_id\": \"61603\", \"record_id\": \"6160301\"}", "{\"kind\": \"side\"}", "");
        var action = plan("{\"company_id\": \"61603\", \"action\": \"updated\"}", "{\"kind\": \"side\"}", "");
        var trigger = plan(
                "{\"company_id\": \"61603\", \"trigger\": \"PIPEDRIVE_NEW_DEAL_TRIGGER\"}", "{\"kind\": \"side\"}", "");
        var byId = run("{\"ids\": [\"" + String.join("\", \"", ids) + "\"]}", "{\"kind\": \"side\"}", "");
        var time = plan(
                "{\"company_id\": \"61603\", \"received_until\": \"%s\"}"
                        .formatted(receivedAt(oldest(first)).plusNanos(1_000)),
                "{\"kind\": \"side\"}",
                "");

        // Then
        assertThat(one.at("/plan/count").asInt()).isEqualTo(2);
        assertThat(action.at("/plan/count").asInt()).isEqualTo(6);
        assertThat(trigger.at("/plan/count").asInt()).isEqualTo(6);
        assertThat(time.at("/plan/count").asInt()).isEqualTo(1);
        awaitState(byId, "done");
        assertThat(Topic.read(byId.at("/plan/topics/0").asText()))
                .extracting(record -> header(record, "ce_id"))
                .containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void theTimelineOfAnEventTellsOfTheReplaysThatSentItAndOfNoOthers() throws Exception {
        // Given
        deals("61611", 6_161_100, 2);
        changes("61611", 6_161_100, 1, 2);
        awaitPublished("61611", 4);
        var added = Api.events("key=61611:deal:6161100&action=added").getFirst();
        var newest = Api.events("key=61611:deal:6161100&limit=1").getFirst();
        var other = Api.events("key=61611:deal:6161101").getFirst();

        // When
        var all = run("{\"company_id\": \"61611\"}", "{\"kind\": \"original\"}", "");
        awaitState(all, "done");
        var triggers = run(
                "{\"company_id\": \"61611\", \"trigger\": \"PIPEDRIVE_NEW_DEAL_TRIGGER\"}", "{\"kind\": \"side\"}", "");
        awaitState(triggers, "done");
        var state = run(
                "{\"company_id\": \"61611\", \"record_id\": \"6161100\"}",
                "{\"kind\": \"side\"}",
                ", \"as_of\": \"" + receivedAt(newest).plusNanos(1_000) + '"');
        awaitState(state, "done");
        plan("{\"company_id\": \"61611\"}", "{\"kind\": \"side\"}", "");

        // Then
        assertThat(replaysOf(added)).containsExactly(id(all), id(triggers));
        assertThat(replaysOf(newest)).containsExactly(id(all), id(state));
        assertThat(replaysOf(other)).containsExactly(id(all), id(triggers));
    }

    private static List<String> replaysOf(JsonNode event) {
        return Api.get("/api/events/" + id(event) + "/timeline")
                .json()
                .path("data")
                .valueStream()
                .filter(entry -> entry.path("kind").asText().equals("replayed"))
                .peek(entry -> assertThat(entry.path("reason").asText()).isEqualTo("to try it"))
                .map(entry -> entry.path("replay_id").asText())
                .toList();
    }

    private static String id(JsonNode node) {
        return node.path("id").asText();
    }

    @Test
    void aPausedReplayStopsWithinASecondAndGoesOnWhereItWas() throws Exception {
        // Given
        deals("61604", 6_160_400, 120);
        awaitPublished("61604", 120);
        var replay = run("{\"company_id\": \"61604\"}", "{\"kind\": \"side\"}", ", \"rate\": 40");
        var topic = replay.at("/plan/topics/0").asText();
        awaitSent(replay, 20);

        // When
        var paused = Api.post(path(replay) + "/pause", "");
        var afterASecond = countAfterASecond(topic);

        // Then
        assertThat(paused.json().path("state").asText()).isEqualTo("paused");
        assertNothingMoreComes(topic, afterASecond);
        assertThat(afterASecond).isBetween(20, 119);
        assertThat(Api.get(path(replay)).json().at("/progress/sent").asInt()).isEqualTo(afterASecond);
        assertThat(Api.post(path(replay) + "/resume", "").status()).isEqualTo(200);
        awaitState(replay, "done");
        assertThat(Topic.read(topic)).hasSize(120);
        assertEachOnceAndInOrder(Topic.read(topic));
    }

    @Test
    void aCancelledReplayStopsWithinASecondAndForGood() throws Exception {
        // Given
        deals("61605", 6_160_500, 120);
        awaitPublished("61605", 120);
        var replay = run("{\"company_id\": \"61605\"}", "{\"kind\": \"side\"}", ", \"rate\": 40");
        var topic = replay.at("/plan/topics/0").asText();
        awaitSent(replay, 20);

        // When
        Api.post(path(replay) + "/cancel", "");
        var afterASecond = countAfterASecond(topic);

        // Then
        assertNothingMoreComes(topic, afterASecond);
        assertThat(afterASecond).isBetween(20, 119);
        for (var verb : List.of("run", "pause", "resume", "cancel")) {
            var answer = Api.post(path(replay) + '/' + verb, "");
            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.json().path("type").asText()).isEqualTo("/problems/replay-state");
        }
        var cancelled = Api.get(path(replay)).json();
        assertThat(cancelled.path("ended_at").asText()).isNotEmpty();
        assertThat(cancelled.at("/progress/sent").asInt()).isEqualTo(afterASecond);
    }

    @Test
    void theStateAsOfAMomentIsTheLastEventOfEachRecordBeforeItAndNothingOfADeletedOne() throws Exception {
        // Given
        deals("61606", 6_160_600, 3);
        changes("61606", 6_160_600, 2, 3); // 600 and 601, not 602
        deliver("61606", deleted(6_160_601));
        deals("61606", 6_160_610, 1);
        awaitPublished("61606", 11);
        var moment = receivedAt(Api.events("object=deal&record_id=6160610").getFirst());
        changes("61606", 6_160_600, 3, 5); // what happens later does not show

        // When
        var replay = run(
                "{\"company_id\": \"61606\", \"object\": \"deal\"}",
                "{\"kind\": \"side\", \"topic\": \"team-a.deals\"}",
                ", \"as_of\": \"" + moment + '"');
        awaitState(replay, "done");

        // Then
        assertThat(replay.at("/plan/count").asInt()).isEqualTo(3);
        var state =
                Topic.read("team-a.deals").stream().collect(Collectors.toMap(ConsumerRecord::key, record -> record));
        assertThat(state).containsOnlyKeys("61606:deal:6160600", "61606:deal:6160601", "61606:deal:6160602");
        assertThat(title(state.get("61606:deal:6160600"))).isEqualTo("title 2");
        assertThat(state.get("61606:deal:6160601").value()).isNull();
        assertThat(header(state.get("61606:deal:6160601"), "ce_type")).isEqualTo("com.pipedrive.deal.deleted");
        assertThat(title(state.get("61606:deal:6160602"))).isEqualTo("Roof 6160602");
        assertThat(cleanupPolicy("team-a.deals")).isEqualTo("compact");
    }

    @Test
    void whatKafkaHasIsNotSentAgainWhenPostgresHasForgottenIt() throws Exception {
        // Given
        deals("61607", 6_160_700, 30);
        awaitPublished("61607", 30);
        var replay = run("{\"company_id\": \"61607\"}", "{\"kind\": \"side\"}", "");
        awaitState(replay, "done");

        // When
        forget(replay);

        // Then
        var done = awaitState(replay, "done");
        assertThat(done.at("/progress/sent").asInt()).isEqualTo(30);
        assertThat(Topic.read(replay.at("/plan/topics/0").asText())).hasSize(30);
    }

    @Test
    void whatAnotherReplaysOpenTransactionHidesIsWaitedForAndNotSentAgain() throws Exception {
        // Given
        deals("61608", 6_160_800, 30);
        awaitPublished("61608", 30);
        var replay = run("{\"company_id\": \"61608\"}", "{\"kind\": \"side\"}", ", \"rate\": 10");
        var topic = replay.at("/plan/topics/0").asText();
        awaitSent(replay, 5);
        try (var another = producer("pipestream-replay-" + UUID.randomUUID())) {
            another.initTransactions();
            another.beginTransaction();
            another.send(new ProducerRecord<>("pipedrive.replay-progress", 0, "another", "{}"))
                    .get();
            awaitState(replay, "done");

            // When
            forget(replay);
            Awaitility.await("nothing is sent while that is open")
                    .during(Duration.ofSeconds(2))
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> Topic.read(topic).size() == 30);
            another.abortTransaction();
        }

        // Then
        awaitState(replay, "done");
        assertThat(Topic.read(topic)).hasSize(30);
    }

    @Test
    void aReplayThatIsFencedStartsOverAndNothingIsLostDoubledOrSwapped() throws Exception {
        // Given
        deals("61609", 6_160_900, 10);
        changes("61609", 6_160_900, 10, 9);
        awaitPublished("61609", 100);
        var fencedBefore = Api.metric(FENCED, "");
        var replay = run("{\"company_id\": \"61609\"}", "{\"kind\": \"side\"}", ", \"rate\": 25");
        awaitSent(replay, 10);

        // When
        try (var other = producer("pipestream-replay-" + replay.path("id").asText())) {
            other.initTransactions();
        }

        // Then
        awaitState(replay, "done");
        var records = Topic.read(replay.at("/plan/topics/0").asText());
        assertThat(records).hasSize(100);
        assertEachOnceAndInOrder(records);
        assertThat(Api.metric(FENCED, "")).isGreaterThan(fencedBefore);
    }

    @Test
    void aTopicThatIsThereAlreadyIsUsedOnlyIfItIsAsItWouldBeMade() throws Exception {
        // Given
        deals("61610", 6_161_000, 3);
        awaitPublished("61610", 3);
        try (var admin = Admin.create(kafka())) {
            admin.createTopics(List.of(new NewTopic("team-b.small", 1, (short) 1)))
                    .all()
                    .get();
        }
        var selection = "{\"company_id\": \"61610\"}";
        var twice = "{\"kind\": \"side\", \"topic\": \"team-b.twice\"}";

        // When
        var small = ask(selection, "{\"kind\": \"side\", \"topic\": \"team-b.small\"}", "");
        awaitState(run(selection, twice, ""), "done");
        awaitState(run(selection, twice, ""), "done");
        var state = ask(selection, twice, ", \"as_of\": \"2026-01-01T00:00:00Z\"");

        // Then
        assertProblem(small, 409, "replay-topic-exists");
        assertProblem(state, 409, "replay-topic-exists");
        assertThat(Topic.read("team-b.twice")).hasSize(6);
    }

    @Test
    void whatCannotBeDoneIsAnsweredWithWhatToDo() {
        var deals = "{\"object\": \"deal\"}";
        var original = "{\"kind\": \"original\"}";
        var side = "{\"kind\": \"side\"}";
        var past = ", \"as_of\": \"2026-01-01T00:00:00Z\"";

        assertProblem(Api.get("/api/replays/" + UUID.randomUUID()), 404, "replay-not-found");
        assertProblem(Api.post("/api/replays/" + UUID.randomUUID() + "/run", ""), 404, "replay-not-found");
        assertProblem(ask("{\"company_id\": \"nobody\"}", original, ""), 422, "replay-empty");
        assertProblem(ask(deals, original, past), 400, "replay-as-of-invalid");
        assertProblem(ask(deals, side, ", \"as_of\": \"2126-01-01T00:00:00Z\""), 400, "replay-as-of-invalid");
        assertProblem(ask("{\"object\": \"deal\", \"action\": \"added\"}", side, past), 400, "replay-as-of-invalid");
        for (var name : List.of("pipedrive.deal.added", "pipedrive.control", "a b", "..", "x.dlq")) {
            var target = "{\"kind\": \"side\", \"topic\": \"" + name + "\"}";
            assertProblem(ask(deals, target, ""), 400, "replay-topic-invalid");
        }
        assertProblem(ask(deals, "{\"kind\": \"pigeon\"}", ""), 400, "body-invalid");
        assertProblem(ask("{\"colour\": \"red\"}", original, ""), 400, "body-invalid");
        assertThat(ask(deals, original, ", \"rate\": -1").status()).isEqualTo(400);
        var body = "{\"selection\": {}, \"target\": {\"kind\": \"original\"}, \"reason\": \" \"}";
        assertThat(Api.post("/api/replays", body).status()).isEqualTo(400);
        assertThat(Http.get(Api.url("/api/replays"), Map.of()).status()).isEqualTo(401);
    }

    private static JsonNode plan(String selection, String target, String more) {
        var answer = ask(selection, target, more);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        assertThat(answer.header("location"))
                .endsWith("/api/replays/" + answer.json().path("id").asText());
        return answer.json();
    }

    private static JsonNode run(String selection, String target, String more) {
        return plan(selection, target, more + ", \"run\": true");
    }

    private static Http.Answer ask(String selection, String target, String more) {
        var body =
                "{\"selection\": %s, \"target\": %s, \"reason\": \"to try it\"%s}".formatted(selection, target, more);
        return Api.post("/api/replays", body);
    }

    private static String path(JsonNode replay) {
        return "/api/replays/" + replay.path("id").asText();
    }

    private static void assertProblem(Http.Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("content-type")).startsWith("application/problem+json");
        assertThat(answer.json().path("type").asText()).isEqualTo("/problems/" + code);
    }

    private static JsonNode awaitState(JsonNode replay, String state) {
        return Awaitility.await("the replay is " + state)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .until(
                        () -> Api.get(path(replay)).json(),
                        now -> now.path("state").asText().equals(state));
    }

    private static void awaitSent(JsonNode replay, int count) {
        Awaitility.await(count + " are sent")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> Api.get(path(replay)).json().at("/progress/sent").asInt() >= count);
    }

    private static int countAfterASecond(String topic) {
        return Awaitility.await("a second has passed")
                .pollDelay(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(30))
                .until(() -> Topic.read(topic).size(), unused -> true);
    }

    private static void assertNothingMoreComes(String topic, int count) {
        Awaitility.await("nothing more comes")
                .during(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(10))
                .until(() -> Topic.read(topic).size() == count);
    }

    private static void assertEachOnceAndInOrder(List<ConsumerRecord<String, String>> records) {
        assertThat(records).extracting(record -> header(record, "ce_id")).doesNotHaveDuplicates();
        assertThat(records.stream().collect(Collectors.groupingBy(ConsumerRecord::key)))
                .allSatisfy((key, ofRecord) -> assertThat(ofRecord)
                        .extracting(record -> Long.parseLong(header(record, "ce_sequence")))
                        .isSorted());
    }

    private static void deals(String company, long first, int count) {
        for (var id = first; id < first + count; id++) {
            deliver(company, Payloads.addedV2("deal", id, 1, "901"));
        }
    }

    private static void changes(String company, long first, int count, int each) {
        for (int change = 0; change < each; change++) {
            for (var id = first; id < first + count; id++) {
                // Later than what an earlier call of this told of the same record.
                var when = START.plusSeconds(each * 100L + change);
                deliver(company, Payloads.changedV2("deal", id, "title " + change, when));
            }
        }
    }

    private static String deleted(long id) throws Exception {
        var body = (ObjectNode) Http.JSON.readTree(Payloads.changedV2("deal", id, "gone", START.plusSeconds(400)));
        body.set("previous", body.path("data"));
        body.putNull("data");
        ((ObjectNode) body.path("meta")).put("action", "delete");
        return body.toString();
    }

    private static void deliver(String company, String body) {
        var answer = Door.ofNewDeals().deliver(Payloads.inCompany(company, body));
        assertThat(answer.status()).isEqualTo(204);
    }

    /** The company's records as they came first, by event id. */
    private static Map<String, ConsumerRecord<String, String>> awaitPublished(String company, int count) {
        return Awaitility.await(count + " events are published")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> published(company), found -> found.size() == count);
    }

    private static Map<String, ConsumerRecord<String, String>> published(String company) {
        var found = new HashMap<String, ConsumerRecord<String, String>>();
        for (var topic : List.of(ADDED, "pipedrive.deal.updated", "pipedrive.deal.deleted")) {
            Topic.read(topic).stream()
                    .filter(record -> record.key().startsWith(company + ':'))
                    .forEach(record -> found.put(header(record, "ce_id"), record));
        }
        return found;
    }

    private static String oldest(Map<String, ConsumerRecord<String, String>> records) {
        return records.entrySet().stream()
                .min(Map.Entry.comparingByValue((one, other) -> Long.compare(
                        Long.parseLong(header(one, "ce_sequence")), Long.parseLong(header(other, "ce_sequence")))))
                .orElseThrow()
                .getKey();
    }

    private static Instant receivedAt(String eventId) {
        return receivedAt(Api.get("/api/events/" + eventId).json());
    }

    private static Instant receivedAt(JsonNode event) {
        return Instant.parse(event.path("received_at").asText());
    }

    private static long bytes(List<ConsumerRecord<String, String>> records) {
        return records.stream()
                .mapToLong(record -> record.value().getBytes(UTF_8).length)
                .sum();
    }

    private static Map<String, String> headers(ConsumerRecord<String, String> record) {
        var headers = new TreeMap<String, String>();
        record.headers().forEach(header -> headers.put(header.key(), new String(header.value(), UTF_8)));
        return headers;
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static String title(ConsumerRecord<String, String> record) throws Exception {
        return Http.JSON.readTree(record.value()).at("/object/title").asText();
    }

    private static String cleanupPolicy(String topic) throws Exception {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try (var admin = Admin.create(kafka())) {
            return admin.describeConfigs(List.of(resource))
                    .all()
                    .get()
                    .get(resource)
                    .get("cleanup.policy")
                    .value();
        }
    }

    private static Map<String, Object> kafka() {
        return Map.of(
                "bootstrap.servers", ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class));
    }

    private static KafkaProducer<String, String> producer(String transactionalId) {
        var settings = new HashMap<>(kafka());
        settings.put("transactional.id", transactionalId);
        return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }

    /** As after a crash of Postgres, or a kill before the first acknowledgement: the row is as it was at the start. */
    private void forget(JsonNode replay) throws SQLException {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement("""
                        UPDATE replay SET state = 'RUNNING', ended_at = NULL, sent = 0, reached_seq = after_seq, place = -1
                         WHERE id = ?
                        """)) {
            statement.setObject(1, UUID.fromString(replay.path("id").asText()));
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
    }
}

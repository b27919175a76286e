package io.pipestream;

import static io.pipestream.support.Payloads.addedV1;
import static io.pipestream.support.Payloads.addedV2;
import static io.pipestream.support.Payloads.inCompany;
import static io.pipestream.support.Topic.header;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import io.pipestream.support.Api;
import io.pipestream.support.Door;
import io.pipestream.support.Http;
import io.pipestream.support.Payloads;
import io.pipestream.support.SandboxClient;
import io.pipestream.support.Topic;
import io.quarkus.test.junit.QuarkusTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One change is one event, by whichever paths, however often and however concurrently it is delivered. */
@QuarkusTest
class OnceTest {

    private static final String SANDBOX_COMPANY = "7301";

    private static final String RECEIVED = "pipestream_webhooks_received_total";

    private final List<String> subscriptions = new ArrayList<>();

    @AfterEach
    void theSubscriptionsOfTheTestAreGone() {
        subscriptions.forEach(Api::delete);
    }

    @ParameterizedTest
    @ValueSource(strings = {"deal", "note", "organization"})
    void oneCreationDeliveredByEveryPathTwiceAndConcurrentlyIsOneEvent(String object) throws Exception {
        // Given
        subscribeAgain(object);
        var v1 = Door.of("added", object, "1.0");
        var v2 = Door.of("create", object, "2.0");
        var everything = Door.of("*", "*", "2.0");
        var mark = Topic.mark("pipedrive." + object + ".added");
        var id = 910_001L;
        var deliveries = List.<Callable<Http.Answer>>of(
                () -> v1.deliver(addedV1(object, id, 0)),
                () -> v1.deliver(addedV1(object, id, 1)),
                () -> v1.deliver(addedV1(object, id, 2)),
                () -> v2.deliver(addedV2(object, id, 1, "901")),
                () -> v2.deliver(addedV2(object, id, 2, "901")),
                () -> v2.deliver(addedV2(object, id, 3, "901")),
                () -> everything.deliver(addedV2(object, id, 1, "902")),
                () -> everything.deliver(addedV2(object, id, 2, "902")));

        // When
        var statuses = atTheSameMoment(twice(deliveries));

        // Then
        assertThat(statuses).hasSize(16).allMatch(status -> status == 204);
        assertIsOneEvent(object, Payloads.COMPANY, Long.toString(id), mark);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            deal         | {"title": "Heard three times"}
            note         | {"content": "Heard three times", "deal_id": 5}
            organization | {"name": "Heard three times"}
            """)
    void oneCreationInPipedriveHeardByThreeSubscriptionsIsOneEvent(String object, String json) {
        // Given
        subscribeAgain(object);
        var mark = Topic.mark("pipedrive." + object + ".added");

        // When
        var id = SandboxClient.add(object, json).path("id").asText();

        // Then
        Awaitility.await("each of the three webhooks is delivered")
                .atMost(Duration.ofSeconds(30))
                .until(() -> webhooksThatDelivered(object, id) == 3);
        assertIsOneEvent(object, SANDBOX_COMPANY, id, mark);
    }

    @Test
    void aHundredThousandDeliveriesOfWhichHalfAreDuplicatesGiveExactCounts() throws Exception {
        // Given
        var door = Door.ofNewDeals();
        var company = "5151";
        var first = 1_000_000L;
        var count = 50_000;
        var bodies = new ArrayList<String>(2 * count);
        for (var id = first; id < first + count; id++) {
            bodies.add(inCompany(company, addedV2("deal", id, 1, "901")));
            bodies.add(inCompany(company, id % 2 == 0 ? addedV1("deal", id, 0) : addedV2("deal", id, 2, "903")));
        }
        Collections.shuffle(bodies, new Random(7));
        awaitNothingOnItsWayFromTheSandbox();
        var storedBefore = Api.metric(RECEIVED, "stored");
        var duplicatesBefore = Api.metric(RECEIVED, "duplicate");
        var mark = Topic.mark("pipedrive.deal.added");

        // When
        var statuses = deliver(door, bodies, 64);

        // Then
        assertThat(statuses).hasSize(2 * count).allMatch(status -> status == 204);
        assertThat(Api.metric(RECEIVED, "stored") - storedBefore).isEqualTo(count);
        assertThat(Api.metric(RECEIVED, "duplicate") - duplicatesBefore).isEqualTo(count);
        Awaitility.await("the outbox is empty")
                .atMost(Duration.ofMinutes(2))
                .until(() -> Api.get("/api/events?limit=1&state=pending")
                        .json()
                        .path("data")
                        .isEmpty());
        var records = mark.await(count, record -> record.key().startsWith(company + ":deal:"));
        assertThat(records.stream().map(record -> header(record, "ce_id")).collect(Collectors.toSet()))
                .hasSize(count);
    }

    /** Beside the subscription to version 2 there are now one to version 1 and one to everything. */
    private void subscribeAgain(String object) {
        Door.of("create", object, "2.0");
        subscribe("{\"event\": \"added.%s\", \"webhook_version\": \"1.0\"}".formatted(object));
        subscribe("{\"event\": \"*.*\", \"webhook_version\": \"2.0\"}");
    }

    private void subscribe(String wanted) {
        var path = Api.subscriptions();
        var added = Api.post(path, wanted);
        assertThat(added.status()).as(wanted).isEqualTo(201);
        subscriptions.add(path + '/' + added.json().path("id").asText());
    }

    /** One event of the journal, published, and one record of the topic after the mark. */
    private static void assertIsOneEvent(String object, String company, String id, Topic.Mark mark) {
        var key = company + ':' + object + ':' + id;
        var query = "object=%s&record_id=%s".formatted(object, id);
        Awaitility.await("the event of " + key + " is published")
                .atMost(Duration.ofSeconds(30))
                .until(() -> eventsOf(key, query + "&state=published").size() == 1);
        assertThat(eventsOf(key, query)).hasSize(1);
        mark.await(1, record -> record.key().equals(key));
    }

    private static List<JsonNode> eventsOf(String key, String query) {
        return Api.events(query).stream()
                .filter(event -> event.path("key").asText().equals(key))
                .toList();
    }

    /** How many registrations have answered a delivery of this creation with 2xx. */
    private static long webhooksThatDelivered(String object, String id) {
        var attempts = SandboxClient.control("GET", "/deliveries", "").json().path("data");
        return StreamSupport.stream(attempts.spliterator(), false)
                .filter(attempt -> attempt.path("event").asText().equals("added." + object))
                .filter(attempt -> attempt.path("record_id").asText().equals(id))
                .filter(attempt -> attempt.path("outcome").asText().equals("delivered"))
                .map(attempt -> attempt.path("webhook_id").asText())
                .distinct()
                .count();
    }

    /** Other tests' late deliveries would be counted too. */
    private static void awaitNothingOnItsWayFromTheSandbox() {
        Awaitility.await("the sandbox has nothing left to deliver")
                .atMost(Duration.ofSeconds(30))
                .until(() -> {
                    var status = SandboxClient.control("GET", "", "").json().path("deliveries");
                    return Stream.of("waiting", "in_flight", "retries_pending")
                            .allMatch(count -> status.path(count).asInt(-1) == 0);
                });
    }

    private static <T> List<T> twice(List<T> items) {
        return items.stream()
                .flatMap(item -> Collections.nCopies(2, item).stream())
                .toList();
    }

    /** Makes each call on a thread of its own, none before all threads are there; returns the statuses. */
    private static List<Integer> atTheSameMoment(List<Callable<Http.Answer>> calls) throws Exception {
        var together = new CountDownLatch(calls.size());
        try (var pool = Executors.newFixedThreadPool(calls.size())) {
            return statuses(pool.invokeAll(calls.stream()
                    .<Callable<Integer>>map(call -> () -> {
                        together.countDown();
                        together.await();
                        return call.call().status();
                    })
                    .toList()));
        }
    }

    /** Delivers all bodies with this many at once; returns the statuses. */
    private static List<Integer> deliver(Door door, List<String> bodies, int atOnce) throws Exception {
        try (var pool = Executors.newFixedThreadPool(atOnce)) {
            return statuses(pool.invokeAll(bodies.stream()
                    .<Callable<Integer>>map(body -> () -> door.deliver(body).status())
                    .toList()));
        }
    }

    private static List<Integer> statuses(List<Future<Integer>> answered) throws Exception {
        var statuses = new ArrayList<Integer>(answered.size());
        for (var status : answered) {
            statuses.add(status.get());
        }
        return statuses;
    }
}

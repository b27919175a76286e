package io.pipestream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import io.pipestream.support.Api;
import io.pipestream.support.Door;
import io.pipestream.support.Payloads;
import io.pipestream.support.TestClock;
import io.quarkus.test.junit.QuarkusTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Finding events and deliveries. Its companies are ones that no other test has. */
@QuarkusTest
class SearchTest {

    private static final String COMPANY = "5181";

    private static final String BUSY_COMPANY = "5182";

    private static final Instant CHANGED = Instant.parse("2026-03-01T12:00:00Z");

    @BeforeEach
    void fourEventsOfWhichOneCameTwice() {
        var door = Door.ofNewDeals();
        door.deliver(added("deal", 860_001));
        door.deliver(added("note", 860_002));
        door.deliver(added("organization", 860_003));
        door.deliver(
                Payloads.inCompany(COMPANY, Payloads.changedV2("deal", 860_001, "Zürich \"50%_x\" roof", CHANGED)));
        door.deliver(Payloads.inCompany(COMPANY, Payloads.addedV1("deal", 860_001, 0)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            object=deal                                             | updated deal/860001, added deal/860001
            object=deal&action=added                                | added deal/860001
            record_id=860003                                        | added organization/860003
            trigger=PIPEDRIVE_NEW_NOTE_TRIGGER                      | added note/860002
            source=webhook-v2&object=note                           | added note/860002
            path=webhook&object=note                                | added note/860002
            path=poll                                               |
            source=webhook-v1                                       |
            occurred_from=2026-03-01T12:00:00Z                      | updated deal/860001
            occurred_to=2026-03-01T12:00:00Z&object=deal            | added deal/860001
            received_to=2020-01-01T00:00:00Z                        |
            received_from=2999-01-01T00:00:00Z                      |
            received_from=2020-01-01T00:00:00Z&object=note          | added note/860002
            q=zürich                                                | updated deal/860001
            q=ROOF Zürich                                           | updated deal/860001
            q="50%_x"                                               | updated deal/860001
            q=50_                                                   |
            q=roof Kathmandu                                        |
            where=$.object.title starts with "Zürich"               | updated deal/860001
            where=$.object.value >= 18500 && $.payload.status == "open" | added deal/860001
            where=exists($.previous.title)                          | updated deal/860001
            where=$.object.value > 18500                            |
            state=failed                                            |
            """)
    void everyFactIsAFilter(String query, String found) {
        // When
        var parts = query.split("=", 2);
        var encoded = query.matches("(q|where)=.*") ? parts[0] + '=' + encoded(parts[1]) : query;
        var events = Api.events("company_id=" + COMPANY + '&' + encoded);

        // Then
        assertThat(events)
                .extracting(event -> event.path("type").asText().replaceAll(".*\\.", "")
                        + ' '
                        + event.path("subject").asText())
                .isEqualTo(found == null ? List.of() : List.of(found.split(", ", -1)));
    }

    @Test
    void anEventIsFoundByItsIdsAndItsPlace() {
        // Given
        var event = Api.events("company_id=" + COMPANY + "&object=note").getFirst();
        var first = deliveries("event_id=" + event.path("id").asText()).getFirst();
        var sequence = event.path("sequence").asLong();

        // Then
        assertThat(List.of(
                        "id=" + event.path("id").asText(),
                        "delivery_id=" + first.path("id").asText(),
                        "key=" + COMPANY + ":note:860002",
                        "sequence_from=" + sequence + "&sequence_to=" + sequence))
                .allSatisfy(query -> assertThat(Api.events(query)).containsExactly(event));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            where=$.a ==                     | where-invalid
            where=$.object.value             | where-invalid
            where=$unknown == 1              | where-invalid
            where=$.a like_regex "("         | where-invalid
            where=1; DROP TABLE event        | where-invalid
            where=$.object.add_time.datetime() == $x | where-invalid
            id=4                             | id-invalid
            delivery_id=x                    | id-invalid
            key=deal                         | key-invalid
            key=1:deal:2&object=deal         | key-invalid
            source=fax                       | search-invalid
            path=webhook&source=list         | search-invalid
            sequence_from=first              | number-invalid
            occurred_from=yesterday          | time-invalid
            state=lost                       | state-invalid
            cursor=somewhere                 | cursor-invalid
            """)
    void whatCannotBeSearchedByIsExplained(String query, String code) {
        // When
        var parts = query.split("=", 2);
        var encoded = parts[0].equals("where") ? "where=" + encoded(parts[1] == null ? "" : parts[1]) : query;
        var answers = List.of(
                Api.get("/api/events?" + encoded),
                Api.get("/api/events/count?" + encoded),
                Api.get("/api/events/export?" + encoded));

        // Then
        assertThat(code.equals("cursor-invalid") ? answers.subList(0, 1) : answers)
                .allSatisfy(answer -> {
                    assertThat(answer.status()).isEqualTo(400);
                    assertThat(answer.json().path("type").asText()).isEqualTo("/problems/" + code);
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$.** like_regex \"^(([a-z])+.)+[A-Z]([a-z])+$\"",
                "$.** like_regex \"(x+x+)+y\" && exists($.**{1 to 100} ? (@.** like_regex \"((a*)*b)*c\"))",
                "(((((((((($.a == 1))))))))))",
                "$.a / 0 == 1",
                "$.object.add_time.datetime() < $.object.update_time.datetime()",
                "strict $.no.such.path == 1"
            })
    void aHostilePathIsAnsweredInTimeAndHurtsNobody(String where) {
        // When
        var begun = System.nanoTime();
        var answer = Api.get("/api/events?limit=1000&where=" + encoded(where));

        // Then
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
        assertThat(answer.status()).isIn(200, 400);
        if (answer.status() == 400) {
            assertThat(answer.json().path("type").asText())
                    .isIn("/problems/where-invalid", "/problems/search-too-slow");
        }
        assertThat(Api.events("company_id=" + COMPANY)).hasSize(4);
    }

    @Test
    void everyFilterIsInTheDescription() {
        // When
        var paths = Api.get("/api/openapi?format=json").json().path("paths");

        // Then
        for (var path : List.of("/api/events", "/api/events/count", "/api/events/export")) {
            assertThat(paths.path(path).path("get").path("parameters"))
                    .extracting(parameter -> parameter.path("name").asText())
                    .contains("id", "key", "company_id", "occurred_from", "sequence_to", "state", "q", "where");
        }
    }

    @Test
    void aPathThatIsTooLongIsRefused() {
        // When
        var answer = Api.get("/api/events?where=" + encoded("$.a == \"" + "x".repeat(1000) + '"'));

        // Then
        assertThat(answer.json().path("type").asText()).isEqualTo("/problems/where-invalid");
    }

    @Test
    void pagesStayWhereTheyAreWhileEventsComeIn() {
        // Given
        var door = Door.ofNewDeals();
        LongStream.range(861_000, 861_040).forEach(id -> door.deliver(inBusyCompany(id)));
        var known = ids(Api.events("company_id=" + BUSY_COMPANY));
        var isOver = new AtomicBoolean();
        var more = CompletableFuture.runAsync(() -> {
            for (long id = 861_100; !isOver.get() && id < 862_000; id++) {
                door.deliver(inBusyCompany(id));
            }
        });

        // When
        var seen = new ArrayList<String>();
        try {
            var first =
                    Api.get("/api/events?limit=3&company_id=" + BUSY_COMPANY).json();
            for (var page = first; ; ) {
                page.path("data").forEach(event -> seen.add(event.path("id").asText()));
                if (!page.path("next_cursor").isTextual()) {
                    break;
                }
                page = Api.get("/api/events?limit=3&company_id=" + BUSY_COMPANY + "&cursor="
                                + page.path("next_cursor").asText())
                        .json();
            }
        } finally {
            isOver.set(true);
            more.join();
        }

        // Then
        assertThat(seen).doesNotHaveDuplicates();
        assertThat(seen.subList(seen.size() - known.size(), seen.size())).isEqualTo(known);
    }

    @Test
    void fewEventsAreCounted() {
        // When
        var count = Api.get("/api/events/count?company_id=" + COMPANY + "&object=deal")
                .json();

        // Then
        assertThat(count.path("count").asLong()).isEqualTo(2);
        assertThat(count.path("exact").asBoolean()).isTrue();
        assertThat(count.path("estimate").isNull()).isTrue();
    }

    @Test
    void aDuplicateIsLinkedToItsOriginalWithThePathThatEachCameBy() {
        // Given
        var event = Api.events("company_id=" + COMPANY + "&action=added&record_id=860001")
                .getFirst();

        Door.ofNewDeals().deliver(Payloads.inCompany(COMPANY, Payloads.addedV1("deal", 860_001, 1)));

        // When
        var deliveries = deliveries("limit=1000&event_id=" + event.path("id").asText());

        // Then
        var first = deliveries.getLast();
        assertThat(first.path("outcome").asText()).isEqualTo("first");
        assertThat(first.path("source").asText()).isEqualTo("webhook-v2");
        assertThat(deliveries.subList(0, deliveries.size() - 1))
                .as("%s", deliveries)
                .isNotEmpty()
                .allSatisfy(delivery -> {
                    assertThat(delivery.path("outcome").asText()).isEqualTo("duplicate");
                    assertThat(delivery.path("first_delivery_id")).isEqualTo(first.path("id"));
                })
                .extracting(delivery -> delivery.path("source").asText())
                .contains("webhook-v1");
    }

    @Test
    void deliveriesAreListedByWhatBecameOfThem() {
        // Given
        var begun = TestClock.now();
        var door = Door.ofNewDeals();
        var deal = Payloads.inCompany("5186", Payloads.addedV2("deal", 862_500, 1, "901"));
        door.deliver(deal);
        door.deliver(deal);
        door.deliver("no JSON, of SearchTest");
        var since = "received_from=" + begun;

        // Then
        assertThat(deliveries(since))
                .extracting(delivery -> delivery.path("outcome").asText())
                .containsExactly("quarantined", "duplicate", "first");
        for (var outcome : List.of("first", "duplicate", "quarantined")) {
            assertThat(deliveries(since + "&outcome=" + outcome))
                    .singleElement()
                    .satisfies(delivery -> {
                        assertThat(delivery.path("outcome").asText()).isEqualTo(outcome);
                        assertThat(deliveries(since + "&registration_id="
                                        + delivery.path("registration_id").asText()))
                                .hasSize(3);
                    });
        }
        assertThat(deliveries(since + "&registration_id=" + new UUID(0, 1))).isEmpty();
        assertThat(deliveries("received_to=" + begun + "&limit=1000"))
                .noneSatisfy(delivery -> assertThat(
                                Instant.parse(delivery.path("received_at").asText()))
                        .isAfterOrEqualTo(begun));
    }

    @Test
    void aTimelineTellsAnEventsWholeWay() {
        // Given
        var id = Api.events("company_id=" + COMPANY + "&action=added&record_id=860001")
                .getFirst()
                .path("id")
                .asText();

        // When
        var entries = Awaitility.await("the event is published")
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> timeline(id),
                        told -> told.stream().anyMatch(entry -> kind(entry).equals("published")));

        // Then
        assertThat(entries.get(0).path("source").asText()).isEqualTo("webhook-v2");
        assertThat(entries.subList(0, 2)).extracting(SearchTest::kind).containsExactly("received", "stored");
        assertThat(entries).filteredOn(entry -> kind(entry).equals("duplicate")).anySatisfy(entry -> {
            assertThat(entry.path("source").asText()).isEqualTo("webhook-v1");
            assertThat(entry.path("registration_id").asText()).isNotEmpty();
        });
        assertThat(entries)
                .filteredOn(entry -> kind(entry).equals("published"))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.path("topic").asText()).isEqualTo("pipedrive.deal.added");
                    assertThat(entry.path("offset").isIntegralNumber()).isTrue();
                    assertThat(Instant.parse(entry.path("at").asText())).isNotNull();
                });
        assertThat(Api.get("/api/events/00000000-0000-5000-8000-000000000000/timeline")
                        .json()
                        .path("type")
                        .asText())
                .isEqualTo("/problems/event-not-found");
    }

    private static List<JsonNode> timeline(String id) {
        return list(Api.get("/api/events/" + id + "/timeline").json().path("data"));
    }

    private static String kind(JsonNode entry) {
        return entry.path("kind").asText();
    }

    private static List<JsonNode> deliveries(String query) {
        return list(Api.get("/api/deliveries?" + query).json().path("data"));
    }

    private static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    private static List<String> ids(List<JsonNode> events) {
        return events.stream().map(event -> event.path("id").asText()).toList();
    }

    private static String added(String object, long id) {
        return Payloads.inCompany(COMPANY, Payloads.addedV2(object, id, 1, "901"));
    }

    private static String inBusyCompany(long id) {
        return Payloads.inCompany(BUSY_COMPANY, Payloads.addedV2("deal", id, 1, "901"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }
}

package io.pipestream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;

import com.fasterxml.jackson.databind.JsonNode;
import io.pipestream.support.Api;
import io.pipestream.support.Door;
import io.pipestream.support.Payloads;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Finding events. Its companies are ones that no other test has. */
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
        var deliveries = Api.get("/api/deliveries?event_id=" + event.path("id").asText());
        var first = deliveries.json().path("data").path(0);
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

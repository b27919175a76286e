package io.pipestream.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What filters say of one event, and what becomes of those that mean harm. The first table is that of docs/triggers.md. */
@TestInstance(Lifecycle.PER_CLASS)
class FilterTest {

    private static final Duration A_MOMENT = Duration.ofSeconds(5);

    private static final ObjectNode EVENT = (ObjectNode) json("""
            {"trigger": "PIPEDRIVE_NEW_DEAL_TRIGGER",
             "payload": {"currency": "EUR", "id": "3107", "stage_id": "3", "status": "open", "title": "Solar für Ünal",
                         "user_id": "20551", "value": "1500.5"},
             "object": {"id": "3107", "title": "Solar für Ünal", "value": 1500.5, "products_count": 4, "is_archived": false,
                        "lost_reason": null, "stage_name": "Offer made", "label_names": ["Hot", "Regular"],
                        "add_time": "2026-03-01T10:00:05Z",
                        "custom_fields": {
                          "c0ffee0000000000000000000000000000000005": {"value": "2500", "currency": "EUR", "name": "Budget", "type": "monetary"},
                          "c0ffee0000000000000000000000000000000010": {"value": "61,64", "name": "Extras", "type": "set", "labels": ["Battery", "Heat pump"]},
                          "c0ffee0000000000000000000000000000000011": {"value": "7", "name": "Lead source", "type": "enum", "label": "Fair"},
                          "c0ffee0000000000000000000000000000000012": {"value": "12", "name": "Deal size", "type": "double"},
                          "c0ffee0000000000000000000000000000000013": {"value": "unnamed"}},
                        "custom_fields_by_name": {
                          "Budget": {"key": "c0ffee0000000000000000000000000000000005", "value": "2500", "currency": "EUR", "type": "monetary"},
                          "Extras": {"key": "c0ffee0000000000000000000000000000000010", "value": "61,64", "type": "set", "labels": ["Battery", "Heat pump"]},
                          "Lead source": {"key": "c0ffee0000000000000000000000000000000011", "value": "7", "type": "enum", "label": "Fair"},
                          "Deal size": {"key": "c0ffee0000000000000000000000000000000012", "value": "12", "type": "double"}}},
             "previous": null,
             "meta": {"company_id": "4711002", "user_id": "20551", "occurred_at": "2026-04-12T09:00:12.480Z",
                      "source": "webhook-v2", "is_bulk": false}}
            """);

    @ParameterizedTest
    @CsvSource(delimiter = '¦', quoteCharacter = '`', textBlock = """
            trigger == 'PIPEDRIVE_NEW_DEAL_TRIGGER'                                ¦ match
            payload.status == 'open'                                               ¦ match
            payload.status == "won"                                                ¦ no
            payload.status in ['won', 'open']                                      ¦ match
            payload.title.contains('Solar')                                        ¦ match
            payload.title.startsWith('Wind')                                       ¦ no
            payload.title.endsWith('Ünal')                                         ¦ match
            payload.title.matches(r'(?i)\\bSOLAR\\b')                              ¦ match
            payload.title.matches('^Wind')                                         ¦ no
            size(payload.title) > 10                                               ¦ match
            payload.currency != 'EUR'                                              ¦ no
            double(payload.value) > 1000.0                                         ¦ match
            int(payload.id) == 3107                                                ¦ match
            object.value > 1000                                                    ¦ match
            object.value > 1500.5                                                  ¦ no
            object.value * 1.19 > 1785.0                                           ¦ match
            object.products_count == 4                                             ¦ match
            object.products_count >= 3 && object.products_count < 5                ¦ match
            !object.is_archived                                                    ¦ match
            object.lost_reason == null                                             ¦ match
            'Hot' in object.label_names                                            ¦ match
            object.label_names.exists(label, label.startsWith('Reg'))              ¦ match
            object.label_names.all(label, label != 'Cold')                         ¦ match
            object.label_names.exists_one(label, label == 'Hot')                   ¦ match
            object.label_names[0] == 'Hot'                                         ¦ match
            timestamp(object.add_time) < timestamp('2026-04-01T00:00:00Z')         ¦ match
            timestamp(meta.occurred_at) - timestamp(object.add_time) > duration('240h') ¦ match
            timestamp(meta.occurred_at).getDayOfWeek('Europe/Berlin') == 0         ¦ match
            meta.source == 'webhook-v2' && !meta.is_bulk                           ¦ match
            previous == null                                                       ¦ match
            custom.Budget > 1000                                                   ¦ match
            custom.Budget == 2500                                                  ¦ match
            custom["Deal size"] < 10                                               ¦ no
            custom['Lead source'] == 'Fair'                                        ¦ match
            'Battery' in custom.Extras                                             ¦ match
            custom['c0ffee0000000000000000000000000000000005'] >= 2500             ¦ match
            custom['c0ffee0000000000000000000000000000000013'] == 'unnamed'        ¦ match
            object.custom_fields_by_name['Budget'].currency == 'EUR'               ¦ match
            has(custom.Colour)                                                     ¦ no
            has(custom.Budget) && custom.Budget > 3000                             ¦ no
            'Deal size' in custom ? custom['Deal size'] == 12 : false              ¦ match
            has(payload.nothing) || payload.id == '3107'                           ¦ match
            payload.nothing == 'x' || payload.status == 'open'                     ¦ match
            payload.nothing == 'x' && payload.status == 'won'                      ¦ no
            custom.Colour == 'red'                                                 ¦ a field that it asks for is not there
            payload.nothing == 'x'                                                 ¦ a field that it asks for is not there
            object.label_names[7] == 'Hot'                                         ¦ a field that it asks for is not there
            previous.stage_id == '3'                                               ¦ a field that it asks for is not there
            object.lost_reason.contains('price')                                   ¦ a value is null or of another type than it is used as
            payload.value > 1000                                                   ¦ a value is null or of another type than it is used as
            object.value > '1000'                                                  ¦ a value is null or of another type than it is used as
            int(payload.title) > 3                                                 ¦ a text cannot be read as what it is used as
            timestamp(payload.title) > timestamp(object.add_time)                  ¦ a text cannot be read as what it is used as
            payload.title + payload.status == 'x'                                  ¦ a value is null or of another type than it is used as
            1 / (size(object.label_names) - 2) == 1                                ¦ a sum has no result
            payload.title                                                          ¦ its result is neither true nor false
            """)
    void aFilterSaysOfTheEvent(String expression, String expected) {
        // When
        var verdict = Filter.compile(expression).judge(EVENT);

        // Then
        assertThat(verdict)
                .isEqualTo(
                        switch (expected) {
                            case "match" -> new Verdict.Match();
                            case "no" -> new Verdict.NoMatch();
                            default -> new Verdict.Failed(expected);
                        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '¦', quoteCharacter = '`', textBlock = """
            payload.status = 'open'                   ¦ Line 1, column 16
            payload.status == 'open' &&               ¦ Line 1, column 28
            status == 'open'                          ¦ There are trigger, payload, object, previous, meta and custom
            payload.status == open                    ¦ text stands in quotes
            1 + 1                                     ¦ true or false, this is a int
            'open'                                    ¦ true or false, this is a string
            object                                    ¦ true or false, this is a map
            object.value.foo(3)                       ¦ foo
            payload.title.matches('(open')            ¦ missing closing )
            payload.title.matches('(?=a)b')           ¦ RE2
            payload.title.matches(payload.status)     ¦ has to be a text in quotes
            matches(payload.title, payload.status)    ¦ has to be a text in quotes
            object.label_names.map(l, l) == []        ¦ ask with exists() or all()
            object.label_names.filter(l, l == 'a') == [] ¦ ask with exists() or all()
            payload.title + 'a' == 'xa'               ¦ cannot be added
            google.protobuf.Struct{} == object        ¦ google
            """)
    void whatIsNoFilterIsRefusedWithTheReason(String expression, String reason) {
        assertThatExceptionOfType(InvalidFilterException.class)
                .isThrownBy(() -> Filter.compile(expression))
                .withMessageContaining(reason);
    }

    @ParameterizedTest
    @MethodSource
    void aFilterThatIsAskingForTooMuchIsRefusedAtOnce(String expression) {
        org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(
                A_MOMENT,
                () -> assertThatExceptionOfType(InvalidFilterException.class)
                        .isThrownBy(() -> Filter.compile(expression)));
    }

    static Stream<String> aFilterThatIsAskingForTooMuchIsRefusedAtOnce() {
        return Stream.of(
                "",
                "   ",
                "a".repeat(1_000_000),
                "true || " + "true || ".repeat(300) + "true",
                "(".repeat(900) + "true" + ")".repeat(900),
                "[".repeat(900) + "]".repeat(900) + " == []",
                "-".repeat(900) + "(" + "-(".repeat(400),
                "payload" + ".a".repeat(900) + " == 1 && (((((((((((((((((((((((((((((((((1)))",
                "payload.title.matches('" + "(a{100}){100}" + "')",
                "payload.title.matches('" + "a?".repeat(400) + "')",
                nested("[1].all(%s, ", 100, "true"),
                "{".repeat(900));
    }

    @ParameterizedTest
    @MethodSource
    void aFilterThatLoopsOrExplodesEndsByItself(String expression) {
        // Given
        var filter = Filter.compile(expression);
        var event = large();

        // When
        var verdict = org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(A_MOMENT, () -> filter.judge(event));

        // Then
        assertThat(verdict).isInstanceOf(Verdict.Failed.class);
    }

    static Stream<String> aFilterThatLoopsOrExplodesEndsByItself() {
        var list = "object.many";
        return Stream.of(
                list + ".all(a, " + list + ".all(b, a != 'x' && b != 'x'))",
                list + ".all(a, " + list + ".all(b, " + list + ".all(c, " + list + ".all(d, true))))",
                "[" + list + ".all(a, " + list + ".all(b, b != ''))].exists(x, x) || true",
                list + ".all(a, object.long.matches('(a|aa|aaa)*b') || true)",
                "object == object && " + "object == object && ".repeat(40) + "true",
                list + ".all(a, object == object)",
                list + ".all(a, a in " + list + ")",
                nested("[[%1$s,%1$s]].exists(%2$s, ", 20, "%1$s == %1$s"),
                "[" + "object.long.contains('b'), ".repeat(60) + "false].exists(x, x || " + list
                        + ".all(a, object.long.contains('b') || true))");
    }

    @Test
    void aFilterAsksInTheThousandsOfNodesOfAnOrdinaryLargeEventAndMatches() {
        // Given
        var event = EVENT.deepCopy();
        event.withObjectProperty("payload").put("content", "x".repeat(100_000) + " urgent");

        // When
        var verdict = Filter.compile("payload.content.matches('(?i)urgent|asap') && payload.content.contains('urgent')")
                .judge(event);

        // Then
        assertThat(verdict).isEqualTo(new Verdict.Match());
    }

    @Test
    void manyThreadsMayAskOneFilter() throws Exception {
        // Given
        var filter = Filter.compile("custom.Budget > 1000 && object.label_names.exists(l, l == payload.title)");
        var expected = IntStream.range(0, 2_000).mapToObj(i -> i % 3 == 0).toList();

        // When
        var found = new ArrayList<Boolean>();
        try (var threads = Executors.newFixedThreadPool(4)) {
            for (var future : threads.invokeAll(expected.stream()
                    .<java.util.concurrent.Callable<Boolean>>map(hot -> () -> filter.matches(titled(hot)))
                    .toList())) {
                found.add(future.get());
            }
        }

        // Then
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void whatIsNoEventFailsAndDoesNotThrow() {
        var filter = Filter.compile("object.value > 3 && custom.Budget > 3");
        for (var strange :
                List.of("null", "[]", "3", "{}", "{\"object\": []}", "{\"object\": {\"custom_fields\": 3}}")) {
            assertThat(filter.judge(json(strange))).as(strange).isInstanceOf(Verdict.Failed.class);
        }
    }

    @Test
    void aNumberThatIsNoneIsTheTextThatItIs() {
        // Given
        var event = EVENT.deepCopy();
        event.withObjectProperty("object")
                .withObjectProperty("custom_fields_by_name")
                .withObjectProperty("Budget")
                .put("value", "a lot");

        // Then
        assertThat(Filter.compile("custom.Budget == 'a lot'").matches(event)).isTrue();
        assertThat(Filter.compile("custom.Budget > 3").judge(event)).isInstanceOf(Verdict.Failed.class);
    }

    private static JsonNode titled(boolean hot) {
        var event = EVENT.deepCopy();
        event.withObjectProperty("payload").put("title", hot ? "Hot" : "Cold");
        return event;
    }

    /** Like an event of the largest size that there is: many values, and long ones. */
    private static ObjectNode large() {
        var event = EVENT.deepCopy();
        var object = event.withObjectProperty("object");
        object.put("long", "a".repeat(200_000));
        var many = object.putArray("many");
        IntStream.range(0, 900).forEach(i -> many.add("value " + i + " " + "a".repeat(200)));
        return event;
    }

    /** Loops in loops, each over what the one around it has; the innermost asks the question. */
    private static String nested(String loop, int depth, String question) {
        var expression = new StringBuilder();
        for (int i = 0; i < depth; i++) {
            expression.append(String.format(loop, i == 0 ? "'a'" : "v" + i, "v" + (i + 1)));
        }
        return expression
                .append(String.format(question, "v" + depth))
                .append(")".repeat(depth))
                .toString();
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}

package io.pipestream.normalise;

import static io.pipestream.normalise.Deliveries.json;
import static io.pipestream.normalise.Deliveries.namesIn;
import static io.pipestream.normalise.Deliveries.observe;
import static io.pipestream.normalise.Deliveries.read;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipestream.event.Drift;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is noted of a record that is not as Pipedrive is known to send it, and what is not. */
class DriftTest {

    /** Bodies of the contract that are odd on purpose. */
    private static final Set<String> ODD = Set.of("deal-updated-with-odd-values.json", "project-updated.json");

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a new field                   | deal-updated   | data.shoe_size      | 43                       | shoe_size new number
            a new object                  | deal-updated   | data.shoe           | {"size": 43}             | shoe new object
            a number for text             | deal-updated   | data.title          | 5                        | title type number
            text for a number             | deal-updated   | data.value          | "12.50"                  | value type text
            text that is no time          | deal-updated   | data.add_time       | "yesterday"              | add_time type text
            a list for an id              | deal-updated   | data.stage_id       | [3]                      | stage_id type list
            an object for a status        | deal-updated   | data.status         | {"value": "open"}        | status type object
            a new member of an address    | activity-updated | data.location     | {"value": "A", "planet": "Earth"} | location.planet new text
            an address within an address  | activity-updated | data.location     | {"value": {"value": "A"}} | location.value type object
            a new member of an e-mail     | person-updated | data.emails         | [{"value": "a@b.example", "verified": true}] | emails.verified new boolean
            bare e-mails                  | person-updated | data.emails         | ["a@b.example"]          | emails type text
            a new member of a price       | product-added  | data.prices         | [{"currency": "EUR", "price": 1, "tier": 2}] | prices.tier new number
            custom fields as a list       | deal-updated   | data.custom_fields  | []                       | custom_fields type list
            a custom field's new member   | deal-updated   | data.custom_fields.0123456789abcdef0123456789abcdef01234567 | {"type": "varchar", "value": "x", "colour": "red"} | custom_fields.*.colour new text
            a custom field's new form     | deal-updated   | data.custom_fields.0123456789abcdef0123456789abcdef01234567 | {"value": {"deep": 1}} | custom_fields.* type object
            a new member of meta          | deal-updated   | meta.region         | "eu"                     | meta.region new text
            an object in meta             | deal-updated   | meta.user_id        | {"id": 1}                | meta.user_id type object
            a new member of the body      | deal-updated   | signature           | "abc"                    | signature new text
            a former value of a new type  | deal-updated   | previous.title      | true                     | title type boolean
            a former state that is none   | deal-updated   | previous            | "nothing"                | previous type text
            a name that is no name        | deal-updated   | data.größe          | 1                        | ? new number
            """)
    void whatIsNewOrOfAnotherTypeIsNoted(String name, String file, String path, String value, String expected) {
        // Given
        var body = read("webhook-v2/" + file + ".json");

        // When
        put(body, path, json("{\"x\": " + value + "}").get("x"));

        // Then
        assertThat(drift(body)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            webhook-v1/deal-updated.json, current, user_id, owner_id gone none
            webhook-v2/deal-updated.json, data, owner_id, owner_id gone none
            webhook-v2/note-added.json, data, content, content gone none
            webhook-v2/deal-updated.json, meta, id, meta.id gone none
            webhook-v1/deal-updated.json, meta, timestamp, meta.timestamp gone none
            webhook-v2/organization-added.json, data, website, ''
            webhook-v2/deal-updated.json, previous, title, ''
            webhook-v1/person-updated.json, current, org_name, ''
            webhook-v2/person-deleted.json, previous, name, ''
            """)
    void whatIsGoneIsNotedWhereEveryPathShowsItAndTheRecordIsWhole(
            String file, String where, String field, String expected) {
        // Given
        var body = read(file);

        // When
        ((ObjectNode) body.get(where)).remove(field);

        // Then
        assertThat(drift(body)).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void whatPipedriveIsKnownToSendIsNoDrift(String file) {
        assertThat(observe(read(file)).drift()).isEmpty();
    }

    static Stream<String> bodies() {
        return IntStream.rangeClosed(1, 2)
                .mapToObj(version -> "webhook-v" + version + '/')
                .flatMap(folder -> namesIn(folder).stream()
                        .filter(name -> !ODD.contains(name))
                        .map(name -> folder + name));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void whatPipedriveIsKnownToListIsNoDrift(String file) {
        // Given
        var row = read(file);
        var shape = file.startsWith("rows-v2") ? RowShape.V2 : RowShape.V1;

        // When
        var read = Rows.read(row.get("object").textValue(), (ObjectNode) row.get("data"), shape);

        // Then
        assertThat(read.added().drift()).isEmpty();
    }

    static Stream<String> rows() {
        return Stream.of("rows-v1/", "rows-v2/")
                .flatMap(folder -> namesIn(folder).stream()
                        .filter(name -> !ODD.contains(name))
                        .map(name -> folder + name));
    }

    @Test
    void aRowThatLacksAFieldIsNotedUnlessItIsDeleted() {
        // Given
        var row = (ObjectNode) read("rows-v2/deal-updated.json").get("data");
        row.remove("title");

        // When
        var there = Rows.read("deal", row, RowShape.V2).added();
        var deleted = Rows.read("deal", row.deepCopy().put("is_deleted", true), RowShape.V2)
                .added();

        // Then
        assertThat(words(there.drift())).isEqualTo("title gone none");
        assertThat(deleted.drift()).isEmpty();
    }

    @Test
    void anObjectThatNobodyToldOfIsNotedAndOneWithoutKnownFieldsIsOnlyCounted() {
        // Given
        var unheardOf = read("webhook-v2/project-updated.json");
        ((ObjectNode) unheardOf.get("meta")).put("entity", "spaceship");

        // Then
        assertThat(drift(unheardOf)).isEqualTo("* new object");
        assertThat(drift(read("webhook-v2/project-updated.json"))).isEqualTo("* generic object");
    }

    @Test
    void whatIsNewStandsInExtraAsItCame() {
        // Given
        var body = read("webhook-v2/person-updated.json");
        put(
                body,
                "data.emails",
                json("{'x': [{'value': 'a@b.example', 'verified': true}]}".replace('\'', '"'))
                        .get("x"));
        put(body, "data.shoe", json("{\"size\": 43}"));
        put(body, "meta.region", json("{\"x\": \"eu\"}").get("x"));
        put(body, "signature", json("{\"x\": \"abc\"}").get("x"));

        // When
        var extra = requireNonNull(observe(body).extra());

        // Then
        assertThat(extra.get("shoe")).hasToString("{\"size\":43}");
        assertThat(extra.get("emails")).hasToString("[{\"value\":\"a@b.example\",\"verified\":true}]");
        assertThat(extra.get("envelope")).isEqualTo(json("{\"signature\": \"abc\", \"meta.region\": \"eu\"}"));
    }

    @Test
    void aBodyOfAThousandNewFieldsIsNotedInAFew() {
        // Given
        var body = read("webhook-v2/deal-updated.json");
        for (int i = 0; i < 1_000; i++) {
            put(body, "data.new_" + i, json("{\"x\": 1}").get("x"));
        }

        // When
        var observation = observe(body);

        // Then
        assertThat(observation.drift()).hasSize(64);
        assertThat(observation.extra()).hasSizeGreaterThanOrEqualTo(1_000);
    }

    private static void put(ObjectNode body, String path, JsonNode value) {
        var names = path.split("\\.", -1);
        var place = body;
        for (int i = 0; i < names.length - 1; i++) {
            place = (ObjectNode) place.get(names[i]);
        }
        place.set(names[names.length - 1], value);
    }

    private static String drift(ObjectNode body) {
        return words(observe(body).drift());
    }

    private static String words(List<Drift> drift) {
        return drift.stream()
                .map(one -> one.field() + ' ' + one.kind().word() + ' ' + one.type())
                .collect(joining(", "));
    }
}

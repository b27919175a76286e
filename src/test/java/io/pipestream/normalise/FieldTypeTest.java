package io.pipestream.normalise;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldTypeTest {

    @ParameterizedTest(name = "{0} of {1} is {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ID       | 7                               | "7"
            ID       | "7"                             | "7"
            ID       | {"id": 7, "value": 9}           | "9"
            ID       | {"id": 7}                       | "7"
            ID       | {"value": null}                 | null
            ID       | ""                              | null
            ID       | true                            | unreadable
            ID       | [7]                             | unreadable
            TEXT     | ""                              | ""
            TEXT     | 7.50                            | "7.5"
            TEXT     | {}                              | unreadable
            STATUS   | "open"                          | "open"
            STATUS   | "deleted"                       | unreadable
            LANGUAGE | "en-GB"                         | "en-GB"
            LANGUAGE | 1                               | unreadable
            NUMBER   | 100.0                           | 100
            NUMBER   | 1E+2                            | 100
            NUMBER   | "100.50"                        | 100.5
            NUMBER   | -0.0                            | 0
            NUMBER   | 9007199254740993                | 9007199254740993
            NUMBER   | 1e31                            | 1E+31
            NUMBER   | "1e999999999"                   | unreadable
            NUMBER   | "NaN"                           | unreadable
            NUMBER   | true                            | unreadable
            BOOLEAN  | true                            | true
            BOOLEAN  | 0                               | false
            BOOLEAN  | "1"                             | true
            BOOLEAN  | "yes"                           | unreadable
            BOOLEAN  | 2                               | unreadable
            INSTANT  | "2026-03-01 10:00:05"           | "2026-03-01T10:00:05Z"
            INSTANT  | "2026-03-01T10:00:05Z"          | "2026-03-01T10:00:05Z"
            INSTANT  | "2026-03-01T10:00:05.000Z"      | "2026-03-01T10:00:05Z"
            INSTANT  | "2026-03-01T10:00:05.6Z"        | "2026-03-01T10:00:05.600Z"
            INSTANT  | "2026-03-01T10:00:05.6759999Z"  | "2026-03-01T10:00:05.675Z"
            INSTANT  | "2026-03-01T00:30:00-0130"      | "2026-03-01T02:00:00Z"
            INSTANT  | "2024-02-29 00:00:00"           | "2024-02-29T00:00:00Z"
            INSTANT  | "2026-02-29 00:00:00"           | unreadable
            INSTANT  | "0000-00-00 00:00:00"           | unreadable
            INSTANT  | "1899-12-31 23:59:59"           | unreadable
            INSTANT  | "9999-12-31T23:59:59-01:00"     | unreadable
            INSTANT  | "2026-03-01 24:00:00"           | unreadable
            INSTANT  | "2026-03-01 10:60:00"           | unreadable
            INSTANT  | "2026-13-01 10:00:00"           | unreadable
            INSTANT  | "2026-03-01X10:00:00"           | unreadable
            INSTANT  | "2026-03-01 10:00:00 CET"       | unreadable
            INSTANT  | "2026-03-01"                    | unreadable
            INSTANT  | 1772359205                      | unreadable
            DATE     | "2026-03-01"                    | "2026-03-01"
            DATE     | "2026-02-30"                    | unreadable
            DATE     | "0000-00-00"                    | unreadable
            DATE     | "2026-03-01 10:00:00"           | unreadable
            TIME     | "09:30"                         | "09:30"
            TIME     | "09:30:00"                      | "09:30"
            TIME     | "09:30:15"                      | "09:30:15"
            TIME     | {"timezone_id": 3, "value": "09:30:00"} | "09:30"
            TIME     | {"timezone_id": null, "value": ""}      | null
            TIME     | "25:00"                         | unreadable
            TIME     | 930                             | unreadable
            IDS      | null                            | []
            IDS      | ""                              | []
            IDS      | "24, 25"                        | ["24","25"]
            IDS      | 7                               | ["7"]
            IDS      | [24, "25", {"id": 26}]          | ["24","25","26"]
            IDS      | [24, null]                      | unreadable
            CONTACTS | null                            | []
            CONTACTS | [{"value": " ", "primary": true}] | []
            CONTACTS | [{"value": "a@b.example", "primary": 1}] | [{"value":"a@b.example","label":null,"primary":true}]
            CONTACTS | "a@b.example"                   | [{"value":"a@b.example","label":null,"primary":false}]
            CONTACTS | [{"value": {}}]                 | unreadable
            PRICES   | {"NOK": {"currency": "NOK", "price": "5.0", "overhead_cost": 1}} | [{"currency":"NOK","price":5,"cost":null,"direct_cost":1,"notes":null}]
            PRICES   | [5]                             | unreadable
            PRICES   | 5                               | unreadable
            ADDRESS  | ""                              | null
            ADDRESS  | {"value": "", "locality": ""}   | null
            ADDRESS  | 5                               | unreadable
            """)
    void aRawValueHasOneCanonicalForm(FieldType type, String raw, String expected) throws Exception {
        // Given
        var tree = requireNonNull(Body.read("{\"v\": %s}".formatted(raw).getBytes(UTF_8)));

        // When
        var canonical = type.convert(tree.get("v"));

        // Then
        assertThat(canonical == null ? "unreadable" : canonical.toString()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"TEXT, null", "IDS, []", "CONTACTS, []", "PRICES, []", "ADDRESS, null"})
    void aFieldThatIsNotSetIsNullOrAnEmptyList(FieldType type, String expected) {
        JsonNode canonical = type.convert(JsonNodeFactory.instance.nullNode());

        assertThat(canonical).hasToString(expected);
    }
}

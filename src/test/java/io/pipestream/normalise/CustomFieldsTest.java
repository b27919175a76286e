package io.pipestream.normalise;

import static io.pipestream.normalise.Deliveries.json;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CustomFieldsTest {

    private static final String KEY = "0123456789abcdef0123456789abcdef01234567";

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            typed text      | {"type": "varchar", "value": "x"}                     | {"value":"x"}
            bare text       | "x"                                                   | {"value":"x"}
            typed number    | {"type": "double", "value": 12.50}                    | {"value":"12.5"}
            bare number     | 1250.00                                               | {"value":"1250"}
            typed money     | {"type": "monetary", "value": 5, "currency": "EUR"}   | {"value":"5","currency":"EUR"}
            REST money      | {"value": 5, "currency": "EUR"}                       | {"value":"5","currency":"EUR"}
            money not set   | {"type": "monetary", "value": null, "currency": "EUR"} | null
            typed option    | {"type": "enum", "id": 17}                            | {"value":"17"}
            typed options   | {"type": "set", "values": [{"id": 13}, {"id": 14}]}   | {"value":"13,14"}
            REST options    | [13, 14]                                              | {"value":"13,14"}
            no options      | {"type": "set", "values": []}                         | null
            typed time span | {"type": "timerange", "from": "08:00:00", "until": "09:00:00", "timezone_id": 3} | {"value":"08:00:00","until":"09:00:00","timezone_id":"3"}
            REST time span  | {"value": "08:00:00", "until": "09:00:00", "timezone_name": "Europe/Oslo"} | {"value":"08:00:00","until":"09:00:00","timezone_name":"Europe/Oslo"}
            only the end    | {"type": "daterange", "from": null, "until": "2026-01-02"} | {"value":null,"until":"2026-01-02"}
            address         | {"type": "address", "value": "A 1", "locality": "Oslo", "route": ""} | {"value":"A 1","locality":"Oslo"}
            expanded person | {"value": 912, "name": "Ola"}                         | {"value":"912"}
            not set         | null                                                  | null
            empty           | ""                                                    | null
            """)
    void aTypedOrBareValueHasOneForm(String name, String raw, String expected) {
        // When
        var fields =
                CustomFields.reported(json("{\"custom_fields\": {\"" + KEY + "\": " + raw + "}}"), new Leftover(true));

        // Then
        assertThat(fields.get(KEY)).hasToString(expected);
    }

    @Test
    void aFlatValueIsPutTogetherFromItsCompanionsInAnyOrder() {
        // When
        var fields = CustomFields.whole(
                json("{'K_until': '2026-02-01', 'K_timezone_id': 3, 'K': '2026-01-01'}"
                        .replace("'", "\"")
                        .replace("K", KEY)),
                new Leftover(true));

        // Then
        assertThat(fields)
                .hasToString(
                        "{\"" + KEY + "\":{\"value\":\"2026-01-01\",\"until\":\"2026-02-01\",\"timezone_id\":\"3\"}}");
    }

    @Test
    void whatHasNoPlaceIsKeptInExtra() {
        // Given
        var leftover = new Leftover(true);
        var raw = json("{'K': {'a': [[1]]}, 'K_colour': 'red', 'custom_fields': {'x': {'value': 1, 'colour': 'red'}}}"
                .replace("'", "\"")
                .replace("K", KEY));

        // When
        var fields = CustomFields.whole(raw, leftover);

        // Then
        assertThat(fields).hasToString("{\"x\":{\"value\":\"1\"}}");
        var extra = requireNonNull(leftover.extra());
        assertThat(extra.get(KEY)).hasToString("{\"a\":[[1]]}");
        assertThat(extra.get(KEY + "_colour")).hasToString("\"red\"");
        assertThat(extra.get("custom_fields")).hasToString("{\"x\":{\"value\":1,\"colour\":\"red\"}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {KEY, KEY + "_until"})
    void aHashOfFortyCharactersIsAKey(String name) {
        assertThat(CustomFields.isKey(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"title", KEY + "0", "0123456789ABCDEF0123456789abcdef01234567", "012345"})
    void anythingElseIsNone(String name) {
        assertThat(CustomFields.isKey(name)).isFalse();
    }
}

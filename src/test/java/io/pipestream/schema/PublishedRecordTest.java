package io.pipestream.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The check of every record notices what is wrong with one. */
class PublishedRecordTest {

    private static final String NAME = "com.pipedrive.deal.updated";

    private static final String KEY = "4711002:deal:3107";

    private static final String VALUE = Sample.of(NAME, Validation.schema(NAME)).toString();

    private static final Map<String, String> HEADERS = Map.ofEntries(
            Map.entry("ce_specversion", "1.0"),
            Map.entry("ce_id", "3f3f1a62-1b4c-5a3e-9a57-2f0d8f1f6b10"),
            Map.entry("ce_source", "https://brightroofs.pipedrive.com"),
            Map.entry("ce_type", NAME),
            Map.entry("ce_subject", "deal/3107"),
            Map.entry("ce_time", "2026-03-04T08:15:30.480Z"),
            Map.entry("ce_dataschema", "https://hooks.example.com/schemas/" + NAME + "/v1"),
            Map.entry("ce_partitionkey", KEY),
            Map.entry("ce_sequence", "12"),
            Map.entry("ce_ingestpath", "webhook"),
            Map.entry("content-type", "application/json"));

    @Test
    void aRecordThatIsAsItSaysPasses() {
        assertThatCode(() -> PublishedRecord.isAsItSays(record(KEY, VALUE, HEADERS)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    void aRecordThatIsNotAsItSaysIsNoticed(String about, ConsumerRecord<String, String> record) {
        assertThatThrownBy(() -> PublishedRecord.isAsItSays(record))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith(about);
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of("value", record(KEY, VALUE.replace("\"3107\"", "3107"), HEADERS)),
                Arguments.of("value", record(KEY, VALUE.replace("18500", "\"18500\""), HEADERS)),
                Arguments.of("key", record("4711002-deal-3107", VALUE, HEADERS)),
                Arguments.of("key", record("4711002:note:3107", VALUE, HEADERS)),
                Arguments.of("headers", record(KEY, VALUE, with("ce_type", "com.pipedrive.deal.added"))),
                Arguments.of("headers", record(KEY, VALUE, with("ce_time", "yesterday"))),
                Arguments.of("headers", record(KEY, VALUE, with("ce_sequence", ""))),
                Arguments.of(
                        "https://hooks.example.com/schemas/" + NAME + "/v9",
                        record(
                                KEY,
                                VALUE,
                                with("ce_dataschema", "https://hooks.example.com/schemas/" + NAME + "/v9"))));
    }

    private static Map<String, String> with(String header, String value) {
        var headers = new HashMap<>(HEADERS);
        headers.put(header, value);
        return headers;
    }

    private static ConsumerRecord<String, String> record(String key, String value, Map<String, String> headers) {
        var record = new ConsumerRecord<>("pipedrive.deal.updated", 0, 0L, key, value);
        headers.forEach((name, content) -> record.headers().add(name, content.getBytes(UTF_8)));
        return record;
    }
}

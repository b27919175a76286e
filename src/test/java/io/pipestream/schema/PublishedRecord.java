package io.pipestream.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Holds a record that a test read from Kafka to what its headers say of it: its value to the schema that {@code
 * ce_dataschema} names, its headers and its key to the AsyncAPI document. {@code SchemasAreServedTest} holds what the
 * service serves at those URLs to be the same.
 */
public final class PublishedRecord {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Pattern SCHEMA = Pattern.compile("^https?://[^/]+(?:/.*)?/schemas/([^/]+)/v(\\d+)$");

    /** The messages of the AsyncAPI document by the name of their value's schema. */
    private static final Map<String, JsonNode> MESSAGES = messages();

    private PublishedRecord() {}

    /** @throws AssertionError if the record is not as it says; one without {@code ce_dataschema} says nothing */
    public static void isAsItSays(ConsumerRecord<String, String> record) {
        var url = header(record, "ce_dataschema");
        if (url == null) {
            return;
        }
        var where = "record of %s, partition %d, offset %d: %s"
                .formatted(record.topic(), record.partition(), record.offset(), record.value());
        var named = SCHEMA.matcher(url);
        assertThat(named.matches()).as("the schema " + url + " of the " + where).isTrue();
        var schema = SchemaLibrary.find(named.group(1), Integer.parseInt(named.group(2)));
        assertThat(schema).as("the schema " + url + " of the " + where).isNotNull();
        assertThat(Validation.problems(schema, Validation.json(record.value())))
                .as(where)
                .isEmpty();
        var message = MESSAGES.get(named.group(1));
        assertThat(Validation.problems(message.path("headers"), headers(record)))
                .as("headers of the " + where)
                .isEmpty();
        assertThat(Validation.problems(message.at("/bindings/kafka/key"), TextNode.valueOf(record.key())))
                .as("key of the " + where)
                .isEmpty();
    }

    private static JsonNode headers(ConsumerRecord<String, String> record) {
        var headers = JSON.createObjectNode();
        record.headers().forEach(header -> headers.put(header.key(), new String(header.value(), UTF_8)));
        return headers;
    }

    private static @Nullable String header(ConsumerRecord<String, String> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), UTF_8);
    }

    private static Map<String, JsonNode> messages() {
        var messages = new TreeMap<String, JsonNode>();
        for (var message : Release.topics().at("/components/messages")) {
            var url = SCHEMA.matcher(message.at("/payload/schema/$ref").asText());
            assertThat(url.matches()).isTrue();
            messages.put(url.group(1), message);
        }
        return messages;
    }
}

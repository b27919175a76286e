package io.pipestream.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.pipestream.event.EventType;
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

    /** What was checked already, by servers, topic and partition: tests read a topic again and again. */
    private static final Map<String, BitSet> CHECKED = new ConcurrentHashMap<>();

    private PublishedRecord() {}

    /** As {@link #isAsItSays}, once for each record of these servers. */
    public static void isAsItSays(String bootstrapServers, ConsumerRecord<String, String> record) {
        var place = bootstrapServers + ' ' + record.topic() + ' ' + record.partition();
        var checked = CHECKED.computeIfAbsent(place, unused -> new BitSet());
        synchronized (checked) {
            if (checked.get(Math.toIntExact(record.offset()))) {
                return;
            }
        }
        isAsItSays(record);
        synchronized (checked) {
            checked.set(Math.toIntExact(record.offset()));
        }
    }

    /**
     * Fails if the record is not as it says. One without {@code ce_dataschema} says nothing.
     *
     * @throws AssertionError with the record and what is wrong with it
     */
    static void isAsItSays(ConsumerRecord<String, String> record) {
        var url = header(record, "ce_dataschema");
        if (url == null) {
            return;
        }
        var named = SCHEMA.matcher(url);
        var schema = named.matches() ? SchemaLibrary.find(named.group(1), Integer.parseInt(named.group(2))) : null;
        if (schema == null) {
            throw new AssertionError(about(record, url, "there is no such schema"));
        }
        var message = Objects.requireNonNull(MESSAGES.get(named.group(1)));
        check(record, "value", schema, Validation.json(record.value()));
        check(record, "headers", message.path("headers"), headers(record));
        check(record, "key", message.at("/bindings/kafka/key"), TextNode.valueOf(record.key()));
    }

    /** What is wrong with the value of an event of this type, as it would be published; empty if nothing is. */
    public static List<String> problems(EventType type, String value) {
        var own = SchemaLibrary.newest().get(type.name());
        return Validation.problems(own == null ? Validation.schema(SchemaLibrary.EVENT) : own, Validation.json(value));
    }

    private static void check(ConsumerRecord<String, String> record, String what, JsonNode schema, JsonNode value) {
        var problems = Validation.problems(schema, value);
        if (!problems.isEmpty()) {
            throw new AssertionError(about(record, what, problems.toString()));
        }
    }

    private static String about(ConsumerRecord<String, String> record, String what, String problem) {
        return "%s of the record of %s, partition %d, offset %d: %s%n%s"
                .formatted(what, record.topic(), record.partition(), record.offset(), problem, record.value());
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

package io.pipestream.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The gate itself: which changes of a released schema, and of the topics, it lets pass. */
class CompatibilityTest {

    private static final String DEAL = "/$defs/deal";

    private static final String TITLE = DEAL + "/properties/title";

    @ParameterizedTest(name = "{0}")
    @MethodSource("breakingChanges")
    void aChangeThatReadersWouldHaveToKnowOfBreaks(String name, Consumer<ObjectNode> change, List<String> expected) {
        // Given
        var released = schema("com.pipedrive.deal.added");
        var current = released.deepCopy();
        change.accept(current);

        // When
        var breaks = Compatibility.breaks(released, current);

        // Then
        assertThat(breaks).containsExactlyElementsOf(expected);
    }

    static Stream<Arguments> breakingChanges() {
        return Stream.of(
                breaking(
                        "a removed field",
                        schema -> {
                            object(schema, DEAL + "/properties").remove("title");
                            remove(schema, DEAL + "/required", "title");
                        },
                        "/object/title was removed"),
                breaking(
                        "a narrowed type",
                        schema -> object(schema, DEAL + "/properties/value").put("type", "number"),
                        "/object/value is narrowed: it was [null, number] and is [number] only"),
                breaking(
                        "a number that is whole from now on",
                        schema -> array(schema, DEAL + "/properties/value/type").set(0, "integer"),
                        "/object/value has another type: [null, number] became [integer, null]"),
                breaking(
                        "a changed type",
                        schema -> array(schema, TITLE + "/type").set(0, "number"),
                        "/object/title has another type: [null, string] became [null, number]"),
                breaking(
                        "a widened type",
                        schema -> array(schema, TITLE + "/type").add("number"),
                        "/object/title is widened: it was [null, string] and may be [number]"),
                breaking(
                        "a field made nullable",
                        schema -> object(schema, DEAL + "/properties/id")
                                .putArray("type")
                                .add("string")
                                .add("null"),
                        "/object/id may now be null"),
                breaking(
                        "a field that may be missing",
                        schema -> remove(schema, DEAL + "/required", "title"),
                        "/object/title may now be missing"),
                breaking(
                        "an instant that is any text",
                        schema -> object(schema, DEAL + "/properties/add_time").remove("format"),
                        "/object/add_time has another format: date-time became none"),
                breaking(
                        "a list of something else",
                        schema -> object(schema, DEAL + "/properties/label_ids/items")
                                .put("type", "number"),
                        "/object/label_ids[] has another type: [string] became [number]"),
                breaking(
                        "a removed companion of custom fields",
                        schema ->
                                object(schema, "/$defs/custom_field/properties").remove("currency"),
                        "/object/custom_fields/*/currency was removed"),
                breaking(
                        "another trigger",
                        schema -> object(schema, "/properties/trigger").put("const", "PIPEDRIVE_DEAL"),
                        "/trigger has no value \"PIPEDRIVE_NEW_DEAL_TRIGGER\" any more",
                        "/trigger has a new value, \"PIPEDRIVE_DEAL\""),
                breaking(
                        "a further field of a trigger, which has exactly its fields",
                        schema -> object(schema, "/$defs/new_deal/properties")
                                .putObject("owner")
                                .put("type", "string"),
                        "/payload/owner was added where nothing else was allowed"),
                breaking(
                        "a record that nothing may be added to from now on",
                        schema -> object(schema, DEAL).put("additionalProperties", false),
                        "/object allows other further members"),
                breaking(
                        "a new field that is required, which older records lack",
                        schema -> {
                            object(schema, DEAL + "/properties")
                                    .putObject("score")
                                    .put("type", "number");
                            array(schema, DEAL + "/required").add("score");
                        },
                        "/object/score is now required, and older records may lack it"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changesOfValues")
    void aListOfValuesIsNeitherShortenedNorLengthened(String name, String before, String now, String expected) {
        // When
        var breaks = Compatibility.breaks(Validation.json(before), Validation.json(now));

        // Then
        assertThat(breaks).containsExactly(expected);
    }

    static Stream<Arguments> changesOfValues() {
        var both = "{\"type\": \"string\", \"enum\": [\"open\", \"won\"]}";
        var one = "{\"type\": \"string\", \"enum\": [\"open\"]}";
        var any = "{\"type\": \"string\"}";
        return Stream.of(
                Arguments.of("a removed value", both, one, "it has no value won any more"),
                Arguments.of("an added value", one, both, "it has a new value, won"),
                Arguments.of("a list where there was none", any, one, "it is narrowed to the values [open]"),
                Arguments.of("none where there was a list", one, any, "it may now be other than [open]"));
    }

    @Test
    void anAdditionAndOtherWordsPass() {
        // Given
        var released = schema("com.pipedrive.deal.updated");
        var current = released.deepCopy();
        object(current, DEAL + "/properties").putObject("score").put("type", "number");
        object(current, "/$defs/former_deal/properties").putObject("score").put("type", "number");
        object(current, "/$defs/meta/properties").putObject("request_id").put("type", "string");
        object(current, "/$defs/custom_field/properties").putObject("colour").put("type", "string");
        object(current, "/properties").putObject("hint").put("type", "string");
        object(current, TITLE)
                .put("description", "Its title.")
                .put("x-note", "other words")
                .remove("examples");

        // When
        var breaks = Compatibility.breaks(released, current);

        // Then
        assertThat(breaks).isEmpty();
    }

    @Test
    void aFieldThatIsNewInAReleasedVersionIsNotRequiredThere() {
        // Given
        var released = schema("com.pipedrive.deal.updated");
        object(released, DEAL + "/properties").remove("first_won_time");
        remove(released, DEAL + "/required", "first_won_time");
        var declared = Objects.requireNonNull(SchemaLibrary.declared().get("com.pipedrive.deal.updated"));

        // When
        var current = SchemaLibrary.entitled("com.pipedrive.deal.updated", 1, declared, released);

        // Then
        assertThat(current.at(DEAL + "/properties/first_won_time").isObject()).isTrue();
        assertThat(current.at(DEAL + "/required").toString())
                .contains("\"won_time\"")
                .doesNotContain("\"first_won_time\"");
        assertThat(Compatibility.breaks(released, current)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("breakingChangesOfTopics")
    void aChangeOfTheTopicsBreaks(String name, Consumer<ObjectNode> change, List<String> expected) {
        // Given
        var released = Release.topics();
        var current = released.deepCopy();
        change.accept(current);

        // When
        var breaks = TopicCompatibility.breaks(released, current);

        // Then
        assertThat(breaks).containsExactlyElementsOf(expected);
    }

    static Stream<Arguments> breakingChangesOfTopics() {
        var channel = "/channels/deal_added";
        var message = "/components/messages/deal_added";
        return Stream.of(
                breaking(
                        "a removed topic",
                        topics -> object(topics, "/channels").remove("deal_added"),
                        "channel deal_added was removed"),
                breaking(
                        "another name",
                        topics -> object(topics, channel).put("address", "pipedrive.deals"),
                        "channel deal_added has another topic: \"pipedrive.deal.added\" became \"pipedrive.deals\""),
                breaking(
                        "another key",
                        topics ->
                                object(topics, message + "/bindings/kafka/key").put("pattern", "^[0-9]+$"),
                        "channel deal_added, the key: it has another pattern: ^[!-9;-~]+:deal:[!-9;-~]+$ became ^[0-9]+$"),
                breaking(
                        "a header that is gone",
                        topics -> {
                            object(topics, message + "/headers/properties").remove("ce_sequence");
                            remove(topics, message + "/headers/required", "ce_sequence");
                        },
                        "channel deal_added, headers: /ce_sequence was removed"),
                breaking(
                        "another CloudEvents type",
                        topics -> object(topics, message + "/headers/properties/ce_type")
                                .put("const", "deal.added"),
                        "channel deal_added, headers: /ce_type has no value \"com.pipedrive.deal.added\" any more",
                        "channel deal_added, headers: /ce_type has a new value, \"deal.added\""),
                breaking(
                        "another schema",
                        topics -> object(topics, message + "/payload/schema").put("$ref", "https://x/schemas/event/v1"),
                        "channel deal_added has another schema: https://pipestream.example/schemas/com.pipedrive.deal.added/v1"
                                + " became https://x/schemas/event/v1"),
                breaking(
                        "a topic that is not compacted any more",
                        topics -> object(topics, "/channels/control/bindings/kafka")
                                .remove("topicConfiguration"),
                        "channel control has another cleanup policy: [\"compact\"] became "));
    }

    @Test
    void aNewTopicAndANewHeaderPass() {
        // Given
        var released = Release.topics();
        var current = released.deepCopy();
        object(current, "/channels").putObject("invoice_added").put("address", "pipedrive.invoice.added");
        object(current, "/components/messages/deal_added/headers/properties")
                .putObject("ce_tenant")
                .put("type", "string");
        object(current, "/channels/deal_added/bindings/kafka").put("partitions", 12);

        // When
        var breaks = TopicCompatibility.breaks(released, current);

        // Then
        assertThat(breaks).isEmpty();
    }

    private static Arguments breaking(String name, Consumer<ObjectNode> change, String... expected) {
        return Arguments.of(name, change, List.of(expected));
    }

    private static ObjectNode schema(String name) {
        return Validation.schema(name).deepCopy();
    }

    private static ObjectNode object(JsonNode root, String pointer) {
        return (ObjectNode) root.at(pointer);
    }

    private static ArrayNode array(JsonNode root, String pointer) {
        return (ArrayNode) root.at(pointer);
    }

    private static void remove(JsonNode root, String pointer, String value) {
        var list = array(root, pointer);
        for (int i = list.size() - 1; i >= 0; i--) {
            if (list.get(i).asText().equals(value)) {
                list.remove(i);
            }
        }
    }
}

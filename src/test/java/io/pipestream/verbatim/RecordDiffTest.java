package io.pipestream.verbatim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.math.BigDecimal;
import java.util.Random;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import org.junit.jupiter.api.Test;

class RecordDiffTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Random random = new Random(20261128);

    @Test
    void thePatchMakesOneRecordOfTheOther() {
        for (int i = 0; i < 3_000; i++) {
            // Given
            var from = object(4);
            var to = from.deepCopy();
            for (int changes = random.nextInt(4); changes > 0; changes--) {
                mutate(to);
            }

            // When
            var diff = RecordDiff.of(from.toString(), to.toString());

            // Then
            assertThat(applied(diff, from)).isEqualTo(read(to));
            assertThat(diff.isEmpty())
                    .as("%s and %s", from, to)
                    .isEqualTo(read(from).equals(read(to)));
        }
    }

    @Test
    void theOrderOfMembersSaysNothingAndThePrecisionOfANumberDoes() {
        assertThat(RecordDiff.of("{\"a\":1,\"b\":\"x\"}", "{\"b\":\"x\",\"a\":1}"))
                .isEmpty();
        assertThat(RecordDiff.of("{\"a\":1.0}", "{\"a\":1.00}")).hasSize(1);
    }

    @Test
    void recordsWithLongListsAreComparedByTheirMembers() {
        // Given
        var from = JSON.createObjectNode().put("same", 1).put("gone", 2).put("a/b~c", 3);
        var list = from.putObject("object").putArray("ids");
        for (int i = 0; i < 100_000; i++) {
            list.add(i);
        }
        var to = from.deepCopy().put("new", 4).put("a/b~c", 5);
        to.remove("gone");
        ((ArrayNode) to.path("object").path("ids")).insert(0, -1);

        // When
        var diff = RecordDiff.of(from.toString(), to.toString());

        // Then
        assertThat(diff)
                .extracting(op -> op.path("op").asText() + ' ' + op.path("path").asText())
                .containsExactlyInAnyOrder("remove /gone", "replace /a~1b~0c", "replace /object", "add /new");
        assertThat(applied(diff, from)).isEqualTo(read(to));
    }

    private static JsonObject applied(JsonNode diff, ObjectNode to) {
        try (var reader = Json.createReader(new StringReader(diff.toString()))) {
            return Json.createPatch(reader.readArray()).apply(read(to));
        }
    }

    private static JsonObject read(ObjectNode object) {
        try (var reader = Json.createReader(new StringReader(object.toString()))) {
            return reader.readObject();
        }
    }

    private ObjectNode object(int depth) {
        var object = JSON.createObjectNode();
        for (int i = random.nextInt(6); i > 0; i--) {
            object.set(name(), value(depth - 1));
        }
        return object;
    }

    private String name() {
        return new String[] {"id", "title", "a/b", "c~d", "ü", "", "custom_fields", "value"}[random.nextInt(8)];
    }

    private JsonNode value(int depth) {
        return switch (random.nextInt(depth > 0 ? 7 : 5)) {
            case 0 -> JSON.getNodeFactory().nullNode();
            case 1 -> JSON.getNodeFactory().booleanNode(random.nextBoolean());
            case 2 ->
                JSON.getNodeFactory().numberNode(new BigDecimal(random.nextInt(100)).movePointLeft(random.nextInt(3)));
            case 3, 4 -> JSON.getNodeFactory().textNode("text " + random.nextInt(5));
            case 5 -> object(depth);
            default -> {
                var list = JSON.createArrayNode();
                for (int i = random.nextInt(5); i > 0; i--) {
                    list.add(value(depth - 1));
                }
                yield list;
            }
        };
    }

    /** Adds, replaces or removes a member, or an item, somewhere. */
    private void mutate(JsonNode node) {
        if (node instanceof ArrayNode list) {
            if (!list.isEmpty() && random.nextBoolean()) {
                list.remove(random.nextInt(list.size()));
            } else {
                list.insert(random.nextInt(list.size() + 1), value(1));
            }
            return;
        }
        var object = (ObjectNode) node;
        var name = name();
        if (object.get(name) != null && object.get(name).isContainerNode() && random.nextInt(4) > 0) {
            mutate(object.get(name));
        } else if (random.nextInt(3) == 0) {
            object.remove(name);
        } else {
            object.set(name, value(2));
        }
    }
}

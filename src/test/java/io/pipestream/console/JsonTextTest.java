package io.pipestream.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.api.Test;

class JsonTextTest {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final String[] TEXTS = {"<script>alert(1)</script>", "a & b", "\"'`", "äöü \u2028", "&lt;", ""};

    private final ObjectMapper json = new ObjectMapper();

    @Test
    void whatIsShownIsTheJsonAgainAndNoMarkupOfIts() throws Exception {
        var random = new Random(8);
        for (int i = 0; i < 500; i++) {
            // Given
            var node = node(random, 4);

            // When
            var html = JsonText.of(node);

            // Then
            var spans = html.replaceAll("<span class=\"(?:key|text|value|none)\">|</span>", "");
            assertThat(spans).doesNotContain("<").doesNotContain(">");
            var text = spans.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
            assertThat(json.readTree(text)).isEqualTo(node);
        }
    }

    private static JsonNode node(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 4 : 6)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(random.nextBoolean());
            case 2 -> NODES.numberNode(random.nextInt());
            case 3 -> NODES.textNode(TEXTS[random.nextInt(TEXTS.length)]);
            case 4 -> {
                var list = NODES.arrayNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    list.add(node(random, depth - 1));
                }
                yield list;
            }
            default -> {
                var object = NODES.objectNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    object.set(i + TEXTS[random.nextInt(TEXTS.length)], node(random, depth - 1));
                }
                yield object;
            }
        };
    }
}

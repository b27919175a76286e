package io.pipestream.normalise;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Map;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import org.jspecify.annotations.Nullable;

/**
 * Bytes to a tree that can be written again anywhere. What JSON allows and a store or a UTF-8 encoder does not (half
 * surrogate pairs, the NUL character, numbers of a size no column holds) is replaced here, once, so that no later step
 * has to think of it.
 */
final class Body {

    /** The largest power of ten a number may have and stay a number; beyond it becomes text. */
    private static final int MAX_EXPONENT = 1_000;

    private static final char REPLACEMENT = '\uFFFD';

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(500)
                            .maxNumberLength(1_000)
                            .maxStringLength(20 * 1024 * 1024)
                            .build())
                    // Field names are customers' data: interned, they would stay in the JVM's table.
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            // What goes to extra stays as it came, and stripping overflows on a scale near its limit.
            .configure(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES, false);

    private Body() {}

    /** The JSON object that the bytes are, or null if they are anything else. */
    static @Nullable ObjectNode read(byte[] bytes) {
        try {
            return JSON.readTree(bytes) instanceof ObjectNode object ? (ObjectNode) writable(object) : null;
        } catch (IOException | ArithmeticException | NumberFormatException e) {
            // The last two: Jackson lets them out for an exponent that no BigDecimal holds. The caller keeps the bytes,
            // and the message would quote them.
            return null;
        }
    }

    /** A copy of an object that somebody else has read, made writable. */
    static ObjectNode writableCopy(ObjectNode object) {
        return writableObject(object.deepCopy());
    }

    private static JsonNode writable(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> writableObject((ObjectNode) node);
            case ARRAY -> writableArray((ArrayNode) node);
            case STRING -> {
                var text = node.textValue();
                var writable = writable(text);
                yield writable.equals(text) ? node : TextNode.valueOf(writable);
            }
            case NUMBER -> writableNumber(node);
            default -> node;
        };
    }

    private static ObjectNode writableObject(ObjectNode object) {
        var badNames = new ArrayList<String>(0);
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            entry.setValue(writable(entry.getValue()));
            if (!isWritable(entry.getKey())) {
                badNames.add(entry.getKey());
            }
        }
        for (var name : badNames) {
            object.set(writable(name), object.remove(name));
        }
        return object;
    }

    private static JsonNode writableArray(ArrayNode array) {
        for (int i = 0; i < array.size(); i++) {
            array.set(i, writable(array.get(i)));
        }
        return array;
    }

    private static JsonNode writableNumber(JsonNode number) {
        if (!number.isFloatingPointNumber()) {
            return number;
        }
        if (!Double.isFinite(number.doubleValue()) && !number.isBigDecimal()) {
            return TextNode.valueOf(number.asText()); // a reader that knows only doubles met a larger number
        }
        var value = number.decimalValue();
        return Math.abs(exponent(value)) <= MAX_EXPONENT ? number : TextNode.valueOf(value.toString());
    }

    /** The power of ten of the first digit; a long because a scale near its limits would overflow an int. */
    private static long exponent(BigDecimal value) {
        return (long) value.precision() - value.scale() - 1;
    }

    private static String writable(String text) {
        if (isWritable(text)) {
            return text;
        }
        var writable = new StringBuilder(text);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || (Character.isSurrogate(c) && !isPaired(text, i))) {
                writable.setCharAt(i, REPLACEMENT);
            }
        }
        return writable.toString();
    }

    private static boolean isWritable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || (Character.isSurrogate(c) && !isPaired(text, i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPaired(String text, int i) {
        return Character.isHighSurrogate(text.charAt(i))
                ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
                : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    }
}

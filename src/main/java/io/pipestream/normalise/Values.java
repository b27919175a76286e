package io.pipestream.normalise;

import java.math.BigDecimal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import org.jspecify.annotations.Nullable;

/** Single values as Pipedrive may write them. Every method answers null for what it cannot read, and never throws. */
final class Values {

    /** Beyond this power of ten a number keeps its exponent: 1E+40 rather than forty zeros. */
    private static final int MAX_PLAIN_EXPONENT = 30;

    private static final int MAX_NUMBER_LENGTH = 100;

    private Values() {}

    /** Text, or a number or truth value as text; null for anything else, null itself included. */
    static @Nullable String text(@Nullable JsonNode node) {
        if (node == null) {
            return null;
        }
        return switch (node.getNodeType()) {
            case STRING -> node.textValue();
            case NUMBER -> plain(node.decimalValue());
            case BOOLEAN -> node.asText();
            default -> null;
        };
    }

    /** As {@link #text}, but blank counts as nothing. */
    static @Nullable String nonBlank(@Nullable JsonNode node) {
        var text = text(node);
        return text == null || text.isBlank() ? null : text;
    }

    /** An id as a number, as text or as an expanded object with {@code value} or {@code id}. */
    static @Nullable String id(@Nullable JsonNode node) {
        if (node == null || node.isBoolean()) {
            return null;
        }
        if (!node.isObject()) {
            return nonBlank(node);
        }
        var value = node.get("value");
        var id = value == null || value.isNull() ? node.get("id") : value;
        return id == null || id.isContainerNode() || id.isBoolean() ? null : nonBlank(id);
    }

    static @Nullable BigDecimal decimal(@Nullable JsonNode node) {
        if (node == null || !node.isTextual()) {
            return node == null || !node.isNumber() ? null : node.decimalValue();
        }
        var text = node.textValue().strip();
        if (text.isEmpty() || text.length() > MAX_NUMBER_LENGTH || !isNumberStart(text.charAt(0))) {
            return null;
        }
        try {
            var value = new BigDecimal(text);
            return Math.abs((long) value.scale()) > MAX_NUMBER_LENGTH ? null : value;
        } catch (NumberFormatException e) {
            return null; // text in a number's place: the field's reader keeps it as it came
        }
    }

    /** The shortest JSON number of this value, the same for 100, 100.0 and 1E+2, and of the type a parser would give. */
    static JsonNode number(BigDecimal value) {
        var shortest = value.stripTrailingZeros();
        if (shortest.scale() > 0 || shortest.scale() < -MAX_PLAIN_EXPONENT) {
            return DecimalNode.valueOf(shortest);
        }
        var whole = shortest.toBigIntegerExact();
        return switch ((whole.bitLength() + 32) / 32) {
            case 1 -> IntNode.valueOf(whole.intValueExact());
            case 2 -> LongNode.valueOf(whole.longValueExact());
            default -> BigIntegerNode.valueOf(whole);
        };
    }

    /** The number as text without an exponent, unless that would be a long row of zeros. */
    static String plain(BigDecimal value) {
        var shortest = value.stripTrailingZeros();
        return Math.abs((long) shortest.scale()) > MAX_PLAIN_EXPONENT ? shortest.toString() : shortest.toPlainString();
    }

    static @Nullable Boolean bool(@Nullable JsonNode node) {
        if (node == null || node.isBoolean()) {
            return node == null ? null : node.booleanValue();
        }
        return switch (text(node)) {
            case "1", "true" -> true;
            case "0", "false" -> false;
            case null, default -> null;
        };
    }

    private static boolean isNumberStart(char c) {
        return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.';
    }
}

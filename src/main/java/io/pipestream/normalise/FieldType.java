package io.pipestream.normalise;

import java.time.Instant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import org.jspecify.annotations.Nullable;

/** What a canonical field holds, and so how each of Pipedrive's ways to write it is read. */
public enum FieldType {
    /** Text, whether it came as a number, as text or as an expanded object. */
    ID,
    TEXT,
    /** Text, except that v1 writes {@code deleted} over a deal's status: then the status is not known. */
    STATUS,
    /** A language tag; v1 sends a number of its own that no tag can be made of. */
    LANGUAGE,
    NUMBER,
    BOOLEAN,
    /** RFC 3339 in UTC, milliseconds only where they are not zero. */
    INSTANT,
    /** {@code YYYY-MM-DD}. */
    DATE,
    /** A time of day or a duration, {@code HH:MM}, with seconds only where they are not zero. */
    TIME,
    /** A list of ids; v1 also joins them with commas. */
    IDS,
    /** E-mail addresses or telephone numbers. */
    CONTACTS,
    PRICES,
    ADDRESS;

    /** What a field of this type holds when Pipedrive says that it is not set. */
    JsonNode unset() {
        return switch (this) {
            case IDS, CONTACTS, PRICES -> JsonNodeFactory.instance.arrayNode();
            default -> NullNode.instance;
        };
    }

    /** Whether the canonical value stands for this member of an object in its place. */
    boolean hasMember(String name) {
        return name.equals("value")
                || switch (this) {
                    case ADDRESS -> Address.PARTS.contains(name);
                    case NUMBER -> name.equals("amount") || name.equals("currency");
                    case ID, IDS -> name.equals("id");
                    default -> false;
                };
    }

    /** The canonical value, {@link #unset()} where the raw one is empty, or null if it cannot be of this type. */
    @Nullable
    JsonNode convert(JsonNode raw) {
        if (raw.isNull() || (raw.isTextual() && raw.textValue().isBlank() && this != TEXT)) {
            return unset();
        }
        return switch (this) {
            case ID -> isExpandedNothing(raw) ? unset() : textNode(Values.id(raw));
            case TEXT -> textNode(Values.text(raw));
            case STATUS -> "deleted".equals(raw.textValue()) ? null : textNode(Values.text(raw));
            case LANGUAGE -> raw.isTextual() ? raw : null;
            case NUMBER -> number(raw);
            case BOOLEAN -> bool(raw);
            case INSTANT -> raw.isTextual() ? instant(Instants.parse(raw.textValue())) : null;
            case DATE -> raw.isTextual() && raw.textValue().length() == 10 ? date(raw) : null;
            case TIME -> time(raw);
            case IDS -> Lists.ids(raw);
            case CONTACTS -> Lists.contacts(raw);
            case PRICES -> Lists.prices(raw);
            case ADDRESS -> Address.read(raw);
        };
    }

    /** Whether Pipedrive is known to write values of this type so; asked only of what could be read. */
    boolean isWrittenAs(JsonNode raw) {
        if (raw.isNull()
                || raw.isMissingNode()
                || (raw.isTextual() && raw.textValue().isBlank())) {
            return true;
        }
        return switch (this) {
            case TEXT, STATUS, LANGUAGE, INSTANT, DATE -> raw.isTextual();
            case ID -> !raw.isArray();
            case NUMBER -> raw.isNumber();
            case BOOLEAN -> !raw.isTextual();
            case TIME, ADDRESS -> raw.isTextual() || raw.isObject();
            case IDS -> !raw.isObject();
            case CONTACTS -> raw.isArray();
            case PRICES -> raw.isContainerNode();
        };
    }

    /** Whether Pipedrive is known to write this where nothing of the type can be made of it. */
    boolean isKnownToBeUnreadable(JsonNode raw) {
        return switch (this) {
            case STATUS -> raw.isTextual();
            case LANGUAGE -> raw.isNumber();
            case INSTANT, DATE -> raw.isTextual() && raw.textValue().startsWith("0000-00-00");
            default -> false;
        };
    }

    private static boolean isExpandedNothing(JsonNode raw) {
        return raw.path("value").isNull() && !raw.has("id");
    }

    private static @Nullable JsonNode textNode(@Nullable String text) {
        return text == null ? null : TextNode.valueOf(text);
    }

    private static @Nullable JsonNode number(JsonNode raw) {
        var value = Values.decimal(raw);
        return value == null ? null : Values.number(value);
    }

    private static @Nullable JsonNode bool(JsonNode raw) {
        var value = Values.bool(raw);
        return value == null ? null : BooleanNode.valueOf(value);
    }

    static @Nullable JsonNode instant(@Nullable Instant instant) {
        return instant == null ? null : TextNode.valueOf(instant.toString());
    }

    private static @Nullable JsonNode date(JsonNode raw) {
        return Instants.date(raw.textValue()) == null ? null : raw;
    }

    private static @Nullable JsonNode time(JsonNode raw) {
        var value = raw.isObject() ? raw.get("value") : raw;
        if (value == null
                || value.isNull()
                || (value.isTextual() && value.textValue().isBlank())) {
            return NullNode.instance;
        }
        var text = value.isTextual() ? value.textValue() : "";
        var full = text.length() == 5 ? text + ":00" : text;
        if (full.length() != 8 || Instants.timeOfDay(full, 0) < 0) {
            return null;
        }
        return TextNode.valueOf(full.endsWith(":00") ? full.substring(0, 5) : full);
    }
}

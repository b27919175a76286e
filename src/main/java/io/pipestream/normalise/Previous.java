package io.pipestream.normalise;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** The former values of the fields that changed, canonical. A field that is not here did not change, or nobody said. */
final class Previous {

    private static final ObjectNode NONE = JsonNodeFactory.instance.objectNode();

    private Previous() {}

    /**
     * The canonical fields in which the former state differs from the current one.
     *
     * @param former  what the delivery says of the former state
     * @param isWhole whether that is the whole former record, so that a custom field it lacks was not set
     * @param leftover takes what is not as it should be; the values have no place in an event
     * @return null if no change is known
     */
    static @Nullable ObjectNode of(
            RecordShape shape, ObjectNode former, ObjectNode current, boolean isWhole, Leftover leftover) {
        var formerLeftover = new Leftover(false);
        var previous = shape.reported(former, formerLeftover);
        leftover.addDriftOf(formerLeftover);
        var custom = previous.remove(RecordShape.CUSTOM_FIELDS);
        // Pipedrive also reports fields that did not change, and two spellings of one value.
        previous.properties().removeIf(field -> isSame(field.getValue(), current.get(field.getKey())));
        if (custom instanceof ObjectNode formerCustom) {
            var currentCustom = current.get(RecordShape.CUSTOM_FIELDS) instanceof ObjectNode set ? set : NONE;
            var changed = changedCustomFields(formerCustom, currentCustom, isWhole && !former.isEmpty());
            if (!changed.isEmpty()) {
                previous.set(RecordShape.CUSTOM_FIELDS, changed);
            }
        }
        return previous.isEmpty() ? null : previous;
    }

    private static ObjectNode changedCustomFields(ObjectNode former, ObjectNode current, boolean isWhole) {
        var changed = former.deepCopy();
        changed.properties().removeIf(field -> isSame(field.getValue(), current.get(field.getKey())));
        if (isWhole) {
            current.properties().forEach(field -> {
                if (!former.has(field.getKey())) {
                    changed.putNull(field.getKey());
                }
            });
        }
        return changed;
    }

    private static boolean isSame(JsonNode former, @Nullable JsonNode current) {
        return current == null ? former.isNull() : former.equals(current);
    }
}

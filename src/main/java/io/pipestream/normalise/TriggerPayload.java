package io.pipestream.normalise;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipestream.event.Action;
import io.pipestream.event.Trigger;
import org.jspecify.annotations.Nullable;

/** What a workflow reads of a new record: exactly the trigger's fields, each as text or null. */
final class TriggerPayload {

    private TriggerPayload() {}

    /** Null where no trigger matches. */
    static @Nullable ObjectNode of(String object, Action action, ObjectNode canonical) {
        var trigger = Trigger.of(object, action).orElse(null);
        if (trigger == null) {
            return null;
        }
        var payload = JsonNodeFactory.instance.objectNode();
        for (var field : trigger.fields()) {
            payload.put(field, Values.text(value(trigger, field, canonical)));
        }
        return payload;
    }

    private static @Nullable JsonNode value(Trigger trigger, String field, ObjectNode canonical) {
        return switch (trigger) {
            case NEW_DEAL ->
                field.equals("user_id") ? first(canonical, "creator_user_id", "owner_id") : canonical.get(field);
            case NEW_NOTE -> canonical.get(field);
            case NEW_ORGANIZATION ->
                switch (field) {
                    case "address" ->
                        canonical.get("address") instanceof ObjectNode address
                                ? first(address, "value", "formatted_address")
                                : null;
                    case "web" -> canonical.get("website");
                    default -> canonical.get(field); // an organization has no e-mail and no telephone: null
                };
        };
    }

    private static @Nullable JsonNode first(ObjectNode object, String name, String otherName) {
        return object.hasNonNull(name) ? object.get(name) : object.get(otherName);
    }
}

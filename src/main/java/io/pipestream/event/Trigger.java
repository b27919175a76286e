package io.pipestream.event;

import java.util.List;
import java.util.Optional;

/**
 * A named stream of events that starts workflows. The slugs and the payload fields are a contract with workflow
 * builders: every field is present in every payload, as text or null.
 */
public enum Trigger {
    NEW_DEAL("deal", List.of("currency", "id", "stage_id", "status", "title", "user_id", "value")),
    NEW_NOTE("note", List.of("add_time", "content", "deal_id", "id", "org_id", "person_id", "user_id")),
    NEW_ORGANIZATION("organization", List.of("address", "email", "id", "name", "owner_id", "phone", "web"));

    private final String object;

    @SuppressWarnings("ImmutableEnumChecker") // always a List.of
    private final List<String> fields;

    Trigger(String object, List<String> fields) {
        this.object = object;
        this.fields = fields;
    }

    /** The stable name, for example {@code PIPEDRIVE_NEW_DEAL_TRIGGER}. */
    public String slug() {
        return "PIPEDRIVE_" + name() + "_TRIGGER";
    }

    /** The object whose records start it. */
    public String object() {
        return object;
    }

    /** The payload's fields, in their published order. */
    public List<String> fields() {
        return fields;
    }

    /** The trigger that a record's appearance starts, if there is one. */
    public static Optional<Trigger> of(String object, Action action) {
        if (action == Action.ADDED) {
            for (var trigger : values()) {
                if (trigger.object.equals(object)) {
                    return Optional.of(trigger);
                }
            }
        }
        return Optional.empty();
    }
}

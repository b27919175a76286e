package io.pipestream.normalise;

import java.time.Instant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipestream.event.Action;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a record, told in nobody's dialect: fields have our names, times are RFC 3339, and what is not
 * set is null or not there. Custom fields are under {@code custom}, by our words for them.
 *
 * @param before the record before an update; the same as {@code after} otherwise
 * @param after  the record after it; of a deletion its last state
 */
record Change(
        String object,
        String name,
        Action action,
        ObjectNode before,
        ObjectNode after,
        @Nullable String mergedFrom) {

    static final String COMPANY = Rows.COMPANY;

    String id() {
        return after.get("id").asText();
    }

    boolean isDeletion() {
        return action == Action.DELETED;
    }

    /** When, to the second and a bit: what Pipedrive's envelopes say. */
    Instant at() {
        for (var name : new String[] {"update_time", "modified", "add_time", "created"}) {
            if (after.hasNonNull(name)) {
                return Instant.parse(after.get(name).textValue()).plusMillis(204);
            }
        }
        throw new IllegalArgumentException(name + " has no time");
    }
}

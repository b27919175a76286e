package io.pipestream.support;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipestream.event.NamedId;

/** What an event says without the names that stand beside its keys and ids. */
public final class Unnamed {

    private Unnamed() {}

    /** A copy of a canonical record without names. */
    public static ObjectNode of(String object, JsonNode named) {
        ObjectNode bare = named.deepCopy();
        bare.remove("custom_fields_by_name");
        NamedId.of(object).values().forEach(id -> bare.remove(id.beside()));
        bare.path("custom_fields").forEach(field -> {
            if (field instanceof ObjectNode entry) {
                entry.remove(List.of("name", "type", "label", "labels"));
            }
        });
        return bare;
    }
}

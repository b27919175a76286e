package io.pipestream.normalise;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * An object without declared fields, or one that Pipedrive added after this was written. Its fields keep their names; ids and moments are told by their names
 * and written as everywhere else, the rest stays as it came.
 */
final class OpenShape implements RecordShape {

    /** Of an object that Pipedrive tells of without saying what it looks like. */
    static final OpenShape GENERIC = new OpenShape(true);

    /** Of an object that nobody told of. */
    static final OpenShape UNHEARD_OF = new OpenShape(false);

    private final boolean isToldOf;

    private OpenShape(boolean isToldOf) {
        this.isToldOf = isToldOf;
    }

    @Override
    public ObjectNode whole(ObjectNode raw, Leftover leftover) {
        leftover.isOfNoDeclaredShape(isToldOf);
        var canonical = fields(raw);
        var custom = CustomFields.whole(raw, leftover);
        if (!custom.isEmpty() || raw.has(CUSTOM_FIELDS)) {
            canonical.set(CUSTOM_FIELDS, custom);
        }
        return canonical;
    }

    @Override
    public ObjectNode reported(ObjectNode raw, Leftover leftover) {
        var canonical = fields(raw);
        canonical.set(CUSTOM_FIELDS, CustomFields.reported(raw, leftover));
        return canonical;
    }

    @Override
    public ObjectNode unknown(String id) {
        return JsonNodeFactory.instance.objectNode().put("id", id);
    }

    private static ObjectNode fields(ObjectNode raw) {
        var fields = JsonNodeFactory.instance.objectNode();
        for (var entry : raw.properties()) {
            var name = entry.getKey();
            if (!name.equals(CUSTOM_FIELDS) && !CustomFields.isKey(name)) {
                fields.set(name, value(name, entry.getValue()));
            }
        }
        return fields;
    }

    private static JsonNode value(String name, JsonNode raw) {
        JsonNode canonical = null;
        if (name.equals("id") || name.endsWith("_id")) {
            canonical = FieldType.ID.convert(raw);
        } else if (name.endsWith("_time")) {
            canonical = FieldType.INSTANT.convert(raw);
        } else if (raw.isNumber()) {
            canonical = FieldType.NUMBER.convert(raw);
        }
        return canonical == null ? raw : canonical;
    }
}

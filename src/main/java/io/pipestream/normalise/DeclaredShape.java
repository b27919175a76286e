package io.pipestream.normalise;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** An object whose fields we know: each is always present, in this order, null where it is unknown or not set. */
final class DeclaredShape implements RecordShape {

    private final List<Field> fields;
    private final Set<String> accountedFor;
    private final Set<String> knownBeside;
    private final boolean hasCustomFields;

    /** @param knownBeside what Pipedrive is known to send beside these fields */
    DeclaredShape(List<Field> fields, boolean hasCustomFields, Set<String> knownBeside) {
        this.fields = List.copyOf(fields);
        this.knownBeside = knownBeside;
        this.hasCustomFields = hasCustomFields;
        var names = new HashSet<String>();
        fields.forEach(field -> names.addAll(field.names()));
        if (hasCustomFields) {
            names.add(CUSTOM_FIELDS);
        }
        this.accountedFor = Set.copyOf(names);
    }

    List<Field> fields() {
        return fields;
    }

    @Override
    public ObjectNode whole(ObjectNode raw, Leftover leftover) {
        var canonical = JsonNodeFactory.instance.objectNode();
        for (var field : fields) {
            var value = field.read(raw, leftover);
            if (value == null && field.isAlwaysThere() && leftover.isOfAWholeRecord()) {
                leftover.isGone(field.name());
            }
            canonical.set(field.name(), value); // set() writes an absent value as null
        }
        if (hasCustomFields) {
            canonical.set(CUSTOM_FIELDS, CustomFields.whole(raw, leftover));
        }
        keepWhatHasNoPlace(raw, leftover);
        return canonical;
    }

    private void keepWhatHasNoPlace(ObjectNode raw, Leftover leftover) {
        for (var entry : raw.properties()) {
            var name = entry.getKey();
            if (!accountedFor.contains(name) && !(hasCustomFields && CustomFields.isKey(name))) {
                leftover.keep(name, entry.getValue());
                if (!knownBeside.contains(name)) {
                    leftover.isNew(name, entry.getValue());
                }
            }
        }
    }

    @Override
    public ObjectNode reported(ObjectNode raw, Leftover leftover) {
        var canonical = JsonNodeFactory.instance.objectNode();
        for (var field : fields) {
            var value = field.read(raw, leftover);
            if (value != null) {
                canonical.set(field.name(), value);
            }
        }
        if (hasCustomFields) {
            canonical.set(CUSTOM_FIELDS, CustomFields.reported(raw, leftover));
        }
        keepWhatHasNoPlace(raw, leftover);
        return canonical;
    }

    @Override
    public ObjectNode unknown(String id) {
        var canonical = JsonNodeFactory.instance.objectNode();
        fields.forEach(field -> canonical.putNull(field.name()));
        if (hasCustomFields) {
            canonical.putNull(CUSTOM_FIELDS);
        }
        return canonical.put("id", id);
    }
}

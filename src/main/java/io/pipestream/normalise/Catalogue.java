package io.pipestream.normalise;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipestream.event.Action;
import org.jspecify.annotations.Nullable;

/** What canonical records look like, for those who describe them: the very declarations that deliveries are read by. */
public final class Catalogue {

    /** Of other objects Pipedrive knows no merge; if one comes, it flows as an event of an object that is not listed. */
    private static final Set<String> MERGED = Set.of("deal", "organization", "person");

    private Catalogue() {}

    /**
     * The canonical record of an object.
     *
     * @param fields in their order; every one is in every record
     */
    public record CanonicalRecord(List<CanonicalField> fields, boolean hasCustomFields) {}

    /** A field of a canonical record. */
    public record CanonicalField(String name, FieldType type) {}

    /** The declared objects by name. Records of any other keep Pipedrive's fields. */
    public static Map<String, CanonicalRecord> records() {
        var records = new TreeMap<String, CanonicalRecord>();
        ObjectShapes.declared().forEach((object, shape) -> {
            var fields = shape.fields().stream()
                    .map(field -> new CanonicalField(field.name(), field.type()))
                    .toList();
            records.put(object, new CanonicalRecord(fields, shape.unknown("").has(RecordShape.CUSTOM_FIELDS)));
        });
        return records;
    }

    /** What can happen to a declared object. */
    public static List<Action> actions(String object) {
        return Stream.of(Action.values())
                .filter(action -> action != Action.MERGED || MERGED.contains(object))
                .toList();
    }

    /** The parts of an address beside its value. */
    public static List<String> addressParts() {
        return Address.PARTS;
    }

    /** What may stand beside a custom field's value. */
    public static List<String> customFieldCompanions() {
        return CustomValue.COMPANIONS;
    }

    /** The payload of the trigger that this canonical record starts; null if it starts none. */
    public static @Nullable ObjectNode payload(String object, Action action, ObjectNode canonical) {
        return TriggerPayload.of(object, action, canonical);
    }
}

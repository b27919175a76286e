package io.pipestream.normalise;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipestream.event.Drift;
import io.pipestream.event.Drift.Kind;
import org.jspecify.annotations.Nullable;

/** What reading a record leaves beside the canonical one: values without a place in it, and what was not as it should be. */
final class Leftover {

    /** A body that differs in more is told apart by what it has in the first few. */
    private static final int MOST_DRIFT = 64;

    private static final int LONGEST_NAME = 100;

    private final ObjectNode extra = JsonNodeFactory.instance.objectNode();
    private final boolean isWhole;
    private List<Drift> drift = List.of();

    /** @param isWhole whether the record shows all there is, so that a field it lacks is gone */
    Leftover(boolean isWhole) {
        this.isWhole = isWhole;
    }

    /** Takes a value that the canonical record does not fully stand for, under Pipedrive's name. */
    void keep(String name, JsonNode value) {
        extra.set(name, value);
    }

    /** As {@link #keep}, for a member of an object. */
    void keep(String object, String member, JsonNode value) {
        if (extra.path(object).isMissingNode() || extra.path(object).isObject()) {
            extra.withObjectProperty(object).set(member, value);
        }
    }

    void isNew(String field, JsonNode value) {
        add(field, Kind.NEW, wordFor(value));
    }

    /** Whether the record shows all there is. */
    boolean isOfAWholeRecord() {
        return isWhole;
    }

    void isGone(String field) {
        add(field, Kind.GONE, "none");
    }

    void isOfAnotherType(String field, JsonNode value) {
        add(field, Kind.TYPE, wordFor(value));
    }

    /** @param isToldOf whether Pipedrive tells that there are such objects */
    void isOfNoDeclaredShape(boolean isToldOf) {
        add(Drift.WHOLE, isToldOf ? Kind.GENERIC : Kind.NEW, "object");
    }

    /** Takes over what was found in reading something else, and not the values. */
    void addDriftOf(Leftover other) {
        other.drift.forEach(this::add);
    }

    /** Null if there is nothing. */
    @Nullable
    ObjectNode extra() {
        return extra.isEmpty() ? null : extra;
    }

    List<Drift> drift() {
        return drift;
    }

    private void add(String field, Kind kind, String type) {
        add(new Drift(isName(field) ? field : "?", kind, type));
    }

    private void add(Drift found) {
        if (drift.isEmpty()) {
            drift = new ArrayList<>();
        }
        if (drift.size() < MOST_DRIFT && !drift.contains(found)) {
            drift.add(found);
        }
    }

    private static String wordFor(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "text";
            case NUMBER -> "number";
            case BOOLEAN -> "boolean";
            case OBJECT, POJO -> "object";
            case ARRAY -> "list";
            case NULL, MISSING, BINARY -> "null";
        };
    }

    /** Names of fields are shown to operators and kept; what is none of ASCII's may be anything. */
    private static boolean isName(String text) {
        return text.length() <= LONGEST_NAME && text.chars().allMatch(c -> c > ' ' && c <= '~');
    }
}

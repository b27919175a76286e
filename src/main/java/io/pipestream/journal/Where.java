package io.pipestream.journal;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** A condition of fixed phrases and the values that stand for their question marks. */
final class Where {

    private final List<String> phrases = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();

    Where and(String phrase, Object... given) {
        phrases.add(phrase);
        Arrays.stream(given).map(Where::sql).forEach(values::add);
        return this;
    }

    Where andIfGiven(String phrase, @Nullable Object value) {
        return value == null ? this : and(phrase, value);
    }

    /** What does not meet the other condition. */
    Where not(Where other) {
        phrases.add("NOT (" + String.join(" AND ", other.phrases) + ')');
        values.addAll(other.values);
        return this;
    }

    boolean isEmpty() {
        return phrases.isEmpty();
    }

    /** With the word WHERE; empty if there is no condition. */
    String clause() {
        return phrases.isEmpty() ? "" : " WHERE " + String.join(" AND ", phrases);
    }

    /** The statement with the condition in its place, the first {@code %s}. */
    String in(String statement) {
        var place = statement.indexOf("%s");
        return statement.substring(0, place) + clause() + statement.substring(place + 2);
    }

    List<Object> values() {
        return values;
    }

    private static Object sql(Object value) {
        return value instanceof Instant instant ? instant.atOffset(ZoneOffset.UTC) : value;
    }
}

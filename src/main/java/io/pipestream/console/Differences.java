package io.pipestream.console;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/** What of a record is another way than before, value by value. A list is one value: its places mean nothing. */
final class Differences {

    private static final int LONGEST = 1_000;

    /** So many characters before the one that differs. */
    private static final int CONTEXT = 60;

    private final List<Difference> found = new ArrayList<>();

    private Differences() {}

    /**
     * A value that differs.
     *
     * @param path   names from the record inwards, joined by dots
     * @param before as JSON; empty if there was none
     * @param after  likewise
     */
    public record Difference(String path, String before, String after) {}

    static List<Difference> between(JsonNode before, JsonNode after) {
        var differences = new Differences();
        differences.compare("", before, after);
        return differences.found;
    }

    private void compare(String path, JsonNode before, JsonNode after) {
        if (before.equals(after)) {
            return;
        }
        if (before.isObject() && after.isObject()) {
            for (var name : names(before, after)) {
                compare(path.isEmpty() ? name : path + '.' + name, member(before, name), member(after, name));
            }
            return;
        }
        found.add(difference(path, text(before), text(after)));
    }

    /** Of long values what is around the first character that differs; the record has all of them. */
    private static Difference difference(String path, String before, String after) {
        if (before.length() <= LONGEST && after.length() <= LONGEST) {
            return new Difference(path, before, after);
        }
        var shorter = Math.min(before.length(), after.length());
        var same = 0;
        while (same < shorter && before.charAt(same) == after.charAt(same)) {
            same++;
        }
        var from = Math.max(0, same - CONTEXT);
        return new Difference(path, cut(before, from), cut(after, from));
    }

    private static String cut(String text, int from) {
        var to = Math.min(text.length(), from + LONGEST);
        return from >= to ? text : (from == 0 ? "" : "…") + text.substring(from, to) + (to == text.length() ? "" : "…");
    }

    private static JsonNode member(JsonNode object, String name) {
        var value = object.get(name);
        return value == null ? MissingNode.getInstance() : value;
    }

    private static Set<String> names(JsonNode before, JsonNode after) {
        var names = new LinkedHashSet<String>();
        after.fieldNames().forEachRemaining(names::add);
        before.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static String text(JsonNode value) {
        return value.isMissingNode() ? "" : value.toString();
    }
}

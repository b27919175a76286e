package io.pipestream.schema;

import static java.util.stream.Collectors.toCollection;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.jspecify.annotations.Nullable;

/**
 * Whether a schema may take the place of a released one under the same URL. Both ways must hold: whoever knows the old
 * one can read what is written now, and what was written then, and is still in the topic, is as the new one says. So
 * only additions that are not required pass. Understands the keywords that our schemas use.
 */
final class Compatibility {

    private final JsonNode oldRoot;
    private final JsonNode newRoot;
    private final List<String> breaks = new ArrayList<>();

    private Compatibility(JsonNode oldRoot, JsonNode newRoot) {
        this.oldRoot = oldRoot;
        this.newRoot = newRoot;
    }

    /** What a reader, or a record, of the old schema would stumble over, as sentences; empty if nothing. */
    static List<String> breaks(JsonNode released, JsonNode current) {
        var comparison = new Compatibility(released, current);
        comparison.compare("", released, current);
        return comparison.breaks;
    }

    private void compare(String path, JsonNode released, JsonNode current) {
        var older = resolve(oldRoot, released);
        var newer = resolve(newRoot, current);
        compareTypes(path, older, newer);
        compareValues(path, older, newer);
        for (var keyword : new String[] {"format", "pattern"}) {
            if (!older.path(keyword).equals(newer.path(keyword))) {
                say(path, "has another " + keyword + ": " + shown(older, keyword) + " became " + shown(newer, keyword));
            }
        }
        compareMembers(path, older, newer);
        compareRequired(path, older, newer);
        compareOthers(path, older.path("additionalProperties"), newer.path("additionalProperties"));
        if (older.has("items") != newer.has("items")) {
            say(path, "has items of another kind");
        } else if (older.has("items")) {
            compare(path + "[]", older.path("items"), newer.path("items"));
        }
    }

    private void compareTypes(String path, JsonNode older, JsonNode newer) {
        var before = values(older.path("type"));
        var now = values(newer.path("type"));
        var gone = minus(before, now);
        var come = minus(now, before);
        if (come.remove("null")) {
            say(path, "may now be null");
        }
        if (!gone.isEmpty() && !come.isEmpty()) {
            say(path, "has another type: " + before + " became " + now);
        } else if (!gone.isEmpty()) {
            say(path, "is narrowed: it was " + before + " and is " + now + " only");
        } else if (!come.isEmpty()) {
            say(path, "is widened: it was " + before + " and may be " + come);
        }
    }

    private void compareValues(String path, JsonNode older, JsonNode newer) {
        var before = allowed(older);
        var now = allowed(newer);
        if (before == null && now == null) {
            return;
        }
        if (before == null) {
            say(path, "is narrowed to the values " + now);
        } else if (now == null) {
            say(path, "may now be other than " + before);
        } else {
            minus(before, now).forEach(value -> say(path, "has no value " + value + " any more"));
            minus(now, before).forEach(value -> say(path, "has a new value, " + value));
        }
    }

    private void compareMembers(String path, JsonNode older, JsonNode newer) {
        for (var member : older.path("properties").properties()) {
            var name = path + '/' + member.getKey();
            var now = newer.path("properties").path(member.getKey());
            if (now.isMissingNode()) {
                say(name, "was removed");
            } else {
                compare(name, member.getValue(), now);
            }
        }
        if (Boolean.FALSE.equals(older.path("additionalProperties").asBoolean(true))) {
            minus(names(newer.path("properties")), names(older.path("properties")))
                    .forEach(name -> say(path + '/' + name, "was added where nothing else was allowed"));
        }
    }

    private void compareRequired(String path, JsonNode older, JsonNode newer) {
        var before = values(older.path("required"));
        var now = values(newer.path("required"));
        minus(before, now).stream()
                .filter(name -> newer.path("properties").has(name))
                .forEach(name -> say(path + '/' + name, "may now be missing"));
        minus(now, before).forEach(name -> say(path + '/' + name, "is now required, and older records may lack it"));
    }

    private void compareOthers(String path, JsonNode before, JsonNode now) {
        if (before.isObject() && now.isObject()) {
            compare(path + "/*", before, now);
        } else if (!open(before).equals(open(now))) {
            say(path, "allows other further members");
        }
    }

    private void say(String path, String what) {
        breaks.add((path.isEmpty() ? "it" : path) + ' ' + what);
    }

    private static JsonNode open(JsonNode additional) {
        return additional.isMissingNode() ? BooleanNode.TRUE : additional;
    }

    private static JsonNode resolve(JsonNode root, JsonNode schema) {
        var ref = schema.path("$ref").asText();
        return ref.startsWith("#/") ? resolve(root, root.at(ref.substring(1))) : schema;
    }

    private static @Nullable Set<String> allowed(JsonNode schema) {
        if (schema.has("const")) {
            return Set.of(schema.path("const").toString());
        }
        return schema.has("enum") ? values(schema.path("enum")) : null;
    }

    /** The elements of a list, or the one value as a list. */
    private static Set<String> values(JsonNode list) {
        if (list instanceof MissingNode) {
            return new TreeSet<>();
        }
        return list.isArray()
                ? list.valueStream().map(JsonNode::asText).collect(toCollection(TreeSet::new))
                : new TreeSet<>(Set.of(list.asText()));
    }

    private static Set<String> names(JsonNode object) {
        return object.propertyStream().map(entry -> entry.getKey()).collect(toCollection(TreeSet::new));
    }

    private static Set<String> minus(Set<String> from, Set<String> what) {
        var rest = new TreeSet<>(from);
        rest.removeAll(what);
        return rest;
    }

    private static String shown(JsonNode schema, String keyword) {
        return schema.has(keyword) ? schema.path(keyword).asText() : "none";
    }
}

package io.pipestream.normalise;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * One canonical field and where it is found. The names of all dialects stand in one list: no name means two things for
 * one object, so a reader need not know which dialect it reads.
 *
 * @param sources       in order of preference
 * @param isAlwaysThere whether every path shows it, set or not, so that it is missed where it is not
 */
record Field(String name, FieldType type, List<Path> sources, boolean isAlwaysThere) {

    /** A field of the raw record, or a member of it. */
    private record Path(String root, @Nullable String member) {

        static Path of(String name) {
            int dot = name.indexOf('.');
            return dot < 0 ? new Path(name, null) : new Path(name.substring(0, dot), name.substring(dot + 1));
        }

        @Nullable
        JsonNode in(JsonNode rootValue) {
            if (member == null) {
                return rootValue;
            }
            return rootValue.isObject() || rootValue.isNull() ? rootValue.path(member) : null;
        }

        @Override
        public String toString() {
            return member == null ? root : root + '.' + member;
        }
    }

    /**
     * A field found under these names.
     *
     * @param sources as {@code name} or {@code name.member}; without any, under its canonical name
     */
    static Field always(FieldType type, String name, String... sources) {
        return new Field(name, type, paths(name, sources), true);
    }

    /** As {@link #always}, of what some path never shows, or Pipedrive only began to show. */
    static Field sometimes(FieldType type, String name, String... sources) {
        return new Field(name, type, paths(name, sources), false);
    }

    private static List<Path> paths(String name, String... sources) {
        var paths = sources.length == 0 ? List.of(name) : List.of(sources);
        return paths.stream().map(Path::of).toList();
    }

    /** Every name of a raw record that this field accounts for. */
    List<String> names() {
        var names = new ArrayList<String>();
        for (var source : sources) {
            names.add(source.root());
            if (type == FieldType.ADDRESS) {
                Address.PARTS.forEach(part -> names.add(source.root() + '_' + part));
            }
        }
        return names;
    }

    /**
     * The canonical value, or null if the raw record does not speak of this field at all.
     *
     * @param leftover takes the raw values that the canonical one does not fully stand for
     */
    @Nullable
    JsonNode read(ObjectNode raw, Leftover leftover) {
        JsonNode found = null;
        var foundIn = "";
        boolean reported = false;
        for (var source : sources) {
            var rootValue = raw.get(source.root());
            var value = rootValue == null ? null : source.in(rootValue);
            if (rootValue == null || value == null) {
                continue;
            }
            reported = true;
            if (found != null) {
                keepOther(source, foundIn, rootValue, leftover);
                continue;
            }
            var converted = value.isMissingNode() ? type.unset() : type.convert(value);
            boolean isAsKnown = converted == null ? type.isKnownToBeUnreadable(value) : type.isWrittenAs(value);
            if (!isAsKnown) {
                leftover.isOfAnotherType(source.toString(), value);
            }
            if (converted == null
                    || (value.isContainerNode() && Members.sayMore(type, source.root(), value, leftover))) {
                leftover.keep(source.root(), rootValue);
            }
            if (converted != null && !isUnset(converted)) {
                found = converted;
                foundIn = source.root();
            }
        }
        if (type == FieldType.ADDRESS && hasCompanions(raw)) {
            return Address.withCompanions(
                    found == null ? NullNode.instance : found, sources.get(0).root(), raw);
        }
        return found == null && reported ? type.unset() : found;
    }

    private static void keepOther(Path source, String foundIn, JsonNode rootValue, Leftover leftover) {
        boolean isNews = !source.root().equals(foundIn) && !rootValue.isNull();
        if (isNews) {
            leftover.keep(source.root(), rootValue);
        }
    }

    private boolean hasCompanions(ObjectNode raw) {
        return Address.PARTS.stream().anyMatch(part -> raw.has(sources.get(0).root() + '_' + part));
    }

    private static boolean isUnset(JsonNode converted) {
        return converted.isNull() || (converted.isArray() && converted.isEmpty());
    }
}

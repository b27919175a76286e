package io.pipestream.catalogue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Everything of one list, by key. Immutable and made once per reading, so that an event costs a look into a map.
 *
 * <p>Names need not be unique. Of fields that are called the same at the same time, the name is that of the one that has
 * had it longest, of the lowest key among equals; the others are listed under {@code name [key]}. So a field that is
 * added later never takes an older one's place.
 */
final class Glossary {

    private final Map<String, Term> terms;

    /** Where a version of a field must not be listed under its bare name. */
    private final Map<String, boolean[]> qualified;

    Glossary(Map<String, Term> terms) {
        this.terms = Map.copyOf(terms);
        this.qualified = namesakes(this.terms);
    }

    /** What a field was at a time, and how it is listed among the others. */
    record Found(Term term, Version version, String listedAs) {}

    Map<String, Term> terms() {
        return terms;
    }

    /** What a key or an id was called; null if there never was one. */
    @Nullable
    String name(String key, Instant at) {
        var term = terms.get(key);
        return term == null ? null : term.at(at).name();
    }

    @Nullable
    Found field(String key, Instant at) {
        var term = terms.get(key);
        if (term == null) {
            return null;
        }
        int index = term.indexAt(at);
        var version = term.versions().get(index);
        var marks = qualified.get(key);
        return new Found(term, version, marks != null && marks[index] ? listed(version.name(), key) : version.name());
    }

    static String listed(String name, String key) {
        return name + " [" + key + ']';
    }

    private record Use(String key, Term term, int index) {

        Instant from() {
            return term.versions().get(index).from();
        }

        /** Whether the other one has the name while this one begins to have it, and has it first. */
        boolean isBehind(Use other) {
            var end = other.term.endOf(other.index);
            boolean overlaps = end == null || end.isAfter(from());
            int order = other.from().compareTo(from());
            return overlaps && (order < 0 || (order == 0 && other.key.compareTo(key) < 0));
        }
    }

    private static Map<String, boolean[]> namesakes(Map<String, Term> terms) {
        var uses = new HashMap<String, List<Use>>();
        terms.forEach((key, term) -> {
            for (int index = 0; index < term.versions().size(); index++) {
                uses.computeIfAbsent(term.versions().get(index).name(), any -> new ArrayList<>(1))
                        .add(new Use(key, term, index));
            }
        });
        var marks = new HashMap<String, boolean[]>();
        for (var sameName : uses.values()) {
            for (var use : sameName) {
                if (sameName.stream().anyMatch(other -> !other.key.equals(use.key) && use.isBehind(other))) {
                    marks.computeIfAbsent(
                                    use.key,
                                    any -> new boolean[use.term.versions().size()])[use.index] = true;
                }
            }
        }
        return marks;
    }
}

package io.pipestream.catalogue;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A field, an option, a stage, a user: everything that it was ever called.
 *
 * @param versions oldest first, at least one
 * @param options  of a field, by id
 */
record Term(List<Version> versions, Map<String, Term> options) {

    Term {
        if (versions.isEmpty()) {
            throw new IllegalArgumentException("what has no name is no term");
        }
        versions = versions.stream().sorted(Comparator.comparing(Version::from)).toList();
        options = Map.copyOf(options);
    }

    Version latest() {
        return versions.getLast();
    }

    /** What it was called at a time; before its first name, that one. */
    Version at(Instant time) {
        return versions.get(indexAt(time));
    }

    int indexAt(Instant time) {
        int index = versions.size() - 1;
        while (index > 0 && versions.get(index).from().isAfter(time)) {
            index--;
        }
        return index;
    }

    /** When a version ended; null if it is the present one. What is gone has ended with that. */
    @Nullable
    Instant endOf(int index) {
        if (index + 1 < versions.size()) {
            return versions.get(index + 1).from();
        }
        return versions.get(index).isGone() ? versions.get(index).from() : null;
    }
}

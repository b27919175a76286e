package io.pipestream.drift;

import java.time.Instant;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

import io.pipestream.event.Drift;
import org.jspecify.annotations.Nullable;

/**
 * How often and where a difference was seen since the last write.
 *
 * @param count         0 where only the event has become known
 * @param sampleEventId null if no event that shows it was stored
 */
record Sighting(
        Of of,
        String type,
        Set<String> sources,
        long count,
        Instant firstAt,
        Instant lastAt,
        String sampleRecord,
        @Nullable UUID sampleEventId) {

    /** What makes two sightings the same difference. */
    record Of(String object, String field, Drift.Kind kind) implements Comparable<Of> {

        private static final Comparator<Of> ORDER =
                Comparator.comparing(Of::object).thenComparing(Of::field).thenComparing(Of::kind);

        @Override
        public int compareTo(Of other) {
            return ORDER.compare(this, other);
        }
    }

    /** Both as one; what was seen first stays the sample. */
    Sighting and(Sighting later) {
        var all = sources;
        if (!sources.containsAll(later.sources)) {
            all = new TreeSet<>(sources);
            all.addAll(later.sources);
        }
        var hasEvent = sampleEventId != null || later.sampleEventId == null;
        return new Sighting(
                of,
                type,
                all,
                count + later.count,
                firstAt.isBefore(later.firstAt) ? firstAt : later.firstAt,
                lastAt.isAfter(later.lastAt) ? lastAt : later.lastAt,
                hasEvent ? sampleRecord : later.sampleRecord,
                hasEvent ? sampleEventId : later.sampleEventId);
    }
}

package io.pipestream.journal;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to an event.
 *
 * @param at    null if nobody noted when
 * @param kind  what it was, in a word such as {@code published}
 * @param facts what else is known, under the names of the API; shown beside the other two
 */
public record TimelineEntry(
        @Nullable Instant at, String kind, @JsonAnyGetter Map<String, Object> facts) {

    public TimelineEntry(@Nullable Instant at, String kind) {
        this(at, kind, Map.of());
    }

    /** The same, knowing this too; without it if it is null. */
    public TimelineEntry with(String name, @Nullable Object fact) {
        if (fact == null) {
            return this;
        }
        var more = new LinkedHashMap<>(facts);
        more.put(name, fact);
        return new TimelineEntry(at, kind, more);
    }
}

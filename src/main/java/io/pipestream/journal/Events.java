package io.pipestream.journal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import io.pipestream.platform.Cursor;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Stored events for whoever shows them to people: what the API answers, without HTTP. */
@Singleton
public class Events {

    private final EventRepository events;
    private final PlaceRepository places;
    private final EventSearch search;
    private final Timeline timeline;

    Events(EventRepository events, PlaceRepository places, EventSearch search, Timeline timeline) {
        this.events = events;
        this.places = places;
        this.search = search;
        this.timeline = timeline;
    }

    /**
     * A page of a search, newest first.
     *
     * @param next            to read on; null on the last page
     * @param searchedThrough null unless the time for a search was over: events received after it have been looked at
     */
    public record Page(
            List<StoredEvent> events,
            @Nullable String next,
            @Nullable Instant searchedThrough) {}

    /**
     * Looks for events, as long as a caller likes to wait.
     *
     * @param cursor {@code next} of an earlier page; null for the first
     */
    public Page page(EventQuery query, @Nullable String cursor, int limit) {
        var found = search.page(query.filter(), Cursor.seq(cursor, Long.MAX_VALUE), limit);
        return new Page(found.events(), found.next() == null ? null : Cursor.of(found.next()), found.searchedThrough());
    }

    public Optional<StoredEvent> find(UUID id) {
        return events.find(id);
    }

    /** The event's whole way; empty if there is no such event. */
    public Optional<List<TimelineEntry>> timeline(UUID id) {
        return timeline.of(id);
    }

    /** The event before this one of the same record. */
    public Optional<StoredEvent> before(StoredEvent event) {
        var query = EventQuery.of(name -> switch (name) {
            case "key" -> event.key();
            case "sequence_to" -> Long.toString(event.sequence() - 1);
            default -> null;
        });
        return page(query, null, 1).events().stream().findFirst();
    }

    /** The number of the newest event; 0 if there is none. */
    public long newest() {
        return places.end();
    }

    /** Wanted events after the one number and up to the other, oldest first. */
    public List<StoredEvent> between(EventQuery query, long after, long through, int limit) {
        return events.between(query.filter(), after, through, limit);
    }
}

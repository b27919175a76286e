package io.pipestream.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.pipestream.journal.EventRepository.TooSlowException;
import io.pipestream.platform.Problems;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response.Status;
import org.jspecify.annotations.Nullable;

/** Searches the journal from its end back, for as long as a caller likes to wait. */
@Singleton
class EventSearch {

    /** Numbers in the first stretch; where every record has to be read, a hundredth of a second's worth or two. */
    private static final long FIRST_STRETCH = 10_000;

    private static final long FIRST_STRETCH_OF_RECORDS = 500;

    private static final long COUNTED_EXACTLY = 10_000;

    private final EventRepository events;
    private final PlaceRepository places;
    private final SummaryRepository stretches;
    private final JsonPathRepository paths;
    private final Duration patience;

    EventSearch(
            EventRepository events,
            PlaceRepository places,
            SummaryRepository stretches,
            JsonPathRepository paths,
            SearchConfig config) {
        this.events = events;
        this.places = places;
        this.stretches = stretches;
        this.paths = paths;
        this.patience = config.patience();
    }

    /**
     * A page of a search.
     *
     * @param next            events before this number are still to be searched; null if there are none
     * @param searchedThrough when the oldest event that was looked at was received, if the page is short because the
     *     time was over
     */
    record Found(
            List<StoredEvent> events,
            @Nullable Long next,
            @Nullable Instant searchedThrough) {}

    /**
     * How many events there are.
     *
     * @param estimate what the part that was counted says of all of it; null if the count is exact
     */
    record Count(long count, boolean exact, @Nullable Long estimate) {}

    @FunctionalInterface
    private interface Look {
        void at(long from, long to) throws TooSlowException;
    }

    /** Wanted events with smaller numbers than this, newest first. */
    Found page(EventFilter filter, long before, int limit) {
        var walk = walk(filter, before);
        var found = new ArrayList<StoredEvent>();
        while (!walk.isOver() && found.size() <= limit && !walk.isLate()) {
            step(walk, (from, to) -> found.addAll(events.newest(filter, from, to, limit + 1 - found.size())));
        }
        if (found.size() > limit) {
            var page = List.copyOf(found.subList(0, limit));
            return new Found(page, page.getLast().sequence(), null);
        }
        return walk.isOver()
                ? new Found(found, null, null)
                : new Found(found, walk.top() + 1, places.receivedAt(walk.top() + 1));
    }

    Count count(EventFilter filter) {
        var walk = walk(filter, Long.MAX_VALUE);
        var top = walk.top();
        var sum = new Object() {
            long count;
            long last = top;
        };
        while (!walk.isOver() && sum.count <= COUNTED_EXACTLY && !walk.isLate()) {
            step(walk, (from, to) -> {
                var part = events.count(filter, from, to, COUNTED_EXACTLY + 1 - sum.count);
                sum.count += part.count();
                sum.last = sum.count > COUNTED_EXACTLY ? part.last() : from;
            });
        }
        if (sum.count <= COUNTED_EXACTLY && walk.isOver()) {
            return new Count(sum.count, true, null);
        }
        var counted = Math.min(sum.count, COUNTED_EXACTLY);
        return new Count(counted, false, Math.max(counted, walk.extrapolate(top, sum.last, sum.count)));
    }

    /** Refuses what cannot be searched by, before anything is answered. */
    void check(EventFilter filter) {
        if (filter.where() != null) {
            paths.check(filter.where());
        }
    }

    private Walk walk(EventFilter filter, long before) {
        check(filter);
        var deadline = System.nanoTime() + patience.toNanos();
        var ends = places.ends();
        var bottom = Math.max(ends.first(), filter.sequenceFrom() == null ? 1 : filter.sequenceFrom());
        var top = Math.min(ends.last(), before - 1);
        top = filter.sequenceTo() == null ? top : Math.min(top, filter.sequenceTo());
        var unlikely = stretches.unlikely(filter, bottom, top);
        var first = filter.readsRecords() ? FIRST_STRETCH_OF_RECORDS : FIRST_STRETCH;
        return new Walk(unlikely.after(Math.max(1, bottom)), top, first, unlikely::before, deadline);
    }

    private static void step(Walk walk, Look look) {
        var begun = System.nanoTime();
        try {
            look.at(walk.from(), walk.top());
            walk.took(System.nanoTime() - begun);
        } catch (TooSlowException e) {
            if (!walk.shorten()) {
                throw Problems.of(
                        Status.BAD_REQUEST,
                        "search-too-slow",
                        "A handful of events took more than a second. Ask for something simpler in where or q.");
            }
        }
    }
}

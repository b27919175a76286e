package io.pipestream.journal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import io.quarkus.arc.All;
import jakarta.inject.Singleton;

/** One event's whole way, of what the journal and everybody else knows. */
@Singleton
class Timeline {

    private static final Comparator<TimelineEntry> BY_TIME =
            Comparator.comparing(entry -> entry.at() == null ? Instant.MAX : entry.at());

    private final EventRepository events;
    private final TimelineRepository own;
    private final List<TimelineSource> others;

    Timeline(EventRepository events, TimelineRepository own, @All List<TimelineSource> others) {
        this.events = events;
        this.own = own;
        this.others = List.copyOf(others);
    }

    /** Empty if there is no such event. How it was stored comes first, then the rest by time, and at last what is to come. */
    Optional<List<TimelineEntry>> of(UUID eventId) {
        return events.find(eventId).map(event -> {
            var origin = own.origin(event.sequence(), event.receivedAt());
            var entries = new ArrayList<>(origin.entries());
            var later = new ArrayList<>(own.duplicates(eventId, origin.deliveryId()));
            later.addAll(own.published(event.sequence(), event.receivedAt()));
            others.forEach(source -> later.addAll(source.of(eventId, event.sequence())));
            later.sort(BY_TIME);
            entries.addAll(later);
            return entries;
        });
    }
}

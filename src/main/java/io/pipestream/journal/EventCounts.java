package io.pipestream.journal;

import java.time.Instant;
import java.util.List;

import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** How many events there were, for charts. */
@Singleton
public class EventCounts {

    private final EventCountRepository repository;

    EventCounts(EventCountRepository repository) {
        this.repository = repository;
    }

    /**
     * Events of one minute that started the same trigger.
     *
     * @param trigger null for those that started none
     */
    public record PerMinute(Instant minute, @Nullable String trigger, long count) {}

    /** Of the events with numbers after the one and up to the other, by when they were received. Reads each once. */
    public List<PerMinute> perMinute(long after, long through) {
        return repository.perMinute(after, through);
    }
}

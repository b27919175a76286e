package io.pipestream.journal;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/** Reads stretches of the journal for whoever does something with every event in them, in order. */
public interface EventReader {

    /**
     * What a selection comes to, at this moment. What is appended later has greater numbers than {@code lastSeq}, so
     * whoever reads up to that reads exactly {@code count} events.
     *
     * @param firstSeq 0 if nothing is selected
     * @param lastSeq  likewise
     * @param bytes    of the records
     */
    record Range(
            long count,
            long firstSeq,
            long lastSeq,
            @Nullable UUID firstId,
            @Nullable UUID lastId,
            @Nullable Instant firstReceivedAt,
            @Nullable Instant lastReceivedAt,
            long bytes) {}

    /** An event as it was published, or will be. */
    record Stored(
            PendingEvent event, String source, @Nullable String trigger) {

        public long seq() {
            return event.seq();
        }
    }

    /** Counts; reads every selected event once, so it takes its time with millions. */
    Range range(EventSelection selection);

    /**
     * The next selected events in the order of the journal.
     *
     * @param seq        they come after this one
     * @param throughSeq and not after this one
     * @param max        no more than this; fewer, but at least one, if they are large
     * @return empty if there are no more
     */
    List<Stored> after(long seq, long throughSeq, int max, EventSelection selection);
}

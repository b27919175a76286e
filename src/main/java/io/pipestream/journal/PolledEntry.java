package io.pipestream.journal;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import io.pipestream.event.Action;
import io.pipestream.event.Observation;
import org.jspecify.annotations.Nullable;

/** A polled row on its way to a commit, with the events that it may be. */
@SuppressWarnings("ArrayRecordComponent") // as for deliveries
record PolledEntry(UUID deliveryId, byte[] raw, List<Candidate> candidates) {

    /** Before any event: nothing that is stored may be older than a change of which nobody knows when it was. */
    private static final String ALWAYS = "-infinity";

    /**
     * An event, if it is news.
     *
     * @param stateAt       how new the state in it is, as Postgres writes times; null if nobody says
     * @param overtakenFrom an event of the record at this time or later makes this one none, as Postgres writes times;
     *     null if none does
     * @param toldBy        the addition that, if it is news, has told all that this one tells
     */
    record Candidate(
            Entry.NewEvent event,
            Observation observation,
            @Nullable String stateAt,
            @Nullable String overtakenFrom,
            @Nullable UUID toldBy) {}

    static PolledEntry of(PolledCandidate row, UUID deliveryId, Instant receivedAt, RecordWriter writer) {
        var candidates = new ArrayList<Candidate>(2);
        var created = row.created();
        var latest = row.latest();
        UUID creation = null;
        if (created != null) {
            var event = Entry.NewEvent.of(created, receivedAt, writer);
            creation = event.id();
            candidates.add(new Candidate(event, created, stateAt(latest), null, null));
        }
        if (latest != null) {
            // A new record's state says what became of it, but for its end.
            var toldBy = latest.action() == Action.DELETED ? null : creation;
            candidates.add(new Candidate(
                    Entry.NewEvent.of(latest, receivedAt, writer), latest, null, overtakenFrom(latest), toldBy));
        }
        return new PolledEntry(deliveryId, row.raw(), List.copyOf(candidates));
    }

    /** This row with only these events. */
    PolledEntry only(Set<UUID> eventIds) {
        return new PolledEntry(
                deliveryId,
                raw,
                candidates.stream()
                        .filter(candidate -> eventIds.contains(candidate.event().id()))
                        .toList());
    }

    private static @Nullable String stateAt(@Nullable Observation latest) {
        return latest == null || latest.occurredAt() == null
                ? null
                : latest.occurredAt().toString();
    }

    /**
     * A deletion may carry the time of the change before it, which Pipedrive does not always move; only a change in a
     * later second shows that the record came back.
     */
    private static String overtakenFrom(Observation latest) {
        var at = latest.occurredAt();
        if (at == null) {
            return ALWAYS;
        }
        return latest.action() == Action.DELETED
                ? at.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1).toString()
                : at.toString();
    }
}

package io.pipestream.poll;

import java.time.Instant;
import java.util.function.Predicate;

import io.pipestream.event.Observation;
import io.pipestream.journal.PolledCandidate;
import io.pipestream.normalise.PolledRow.Readable;
import org.jspecify.annotations.Nullable;

/**
 * The time that is asked about, by Pipedrive's clock: what was added in it is an addition, what changed in it a change,
 * and the rest is not ours to tell. Pure.
 *
 * @param from the first instant
 * @param to   the first instant after it; null if it has no end
 */
record Window(Instant from, @Nullable Instant to) {

    boolean contains(Instant instant) {
        return !instant.isBefore(from) && (to == null || instant.isBefore(to));
    }

    /**
     * What the journal may learn from a row.
     *
     * @param wanted what is subscribed to
     * @return null if there is nothing in it for us
     */
    @Nullable
    PolledCandidate candidate(Readable row, Predicate<Observation> wanted, byte[] raw) {
        var created = chosen(row.added(), row.addedAt(), wanted);
        var changed = row.deleted() == null ? row.updated() : row.deleted();
        var latest = chosen(changed, changedAt(row), wanted);
        return created == null && latest == null ? null : new PolledCandidate(created, latest, raw);
    }

    private @Nullable Observation chosen(
            @Nullable Observation observation, @Nullable Instant at, Predicate<Observation> wanted) {
        return observation != null && at != null && contains(at) && wanted.test(observation) ? observation : null;
    }

    /** A deletion need not move the update time. */
    private static @Nullable Instant changedAt(Readable row) {
        return row.deleted() != null && row.deleted().occurredAt() != null
                ? row.deleted().occurredAt()
                : row.updatedAt();
    }
}

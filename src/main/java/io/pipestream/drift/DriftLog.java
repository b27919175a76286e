package io.pipestream.drift;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import io.pipestream.event.Drift;
import io.pipestream.event.Observation;
import io.pipestream.journal.EventIds;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * Takes note of the differences that observations carry. In memory, so that it costs next to nothing where records are
 * read; {@link DriftKeeper} writes it down.
 */
@Singleton
public class DriftLog {

    private final Map<Sighting.Of, Sighting> seen = new ConcurrentHashMap<>();
    private final DriftMetrics metrics;
    private final Clock clock;
    private final int mostKept;

    DriftLog(DriftMetrics metrics, Clock clock, DriftConfig config) {
        this.metrics = metrics;
        this.clock = clock;
        this.mostKept = config.maxKept();
    }

    /** The observation's event is stored. */
    public void stored(Observation observation) {
        if (!observation.drift().isEmpty()) {
            note(observation, 1, EventIds.of(observation.dedupeKey()));
        }
    }

    /** The observation was read, and nobody knows yet whether it is news. */
    public void read(Observation observation) {
        if (!observation.drift().isEmpty()) {
            note(observation, 1, null);
        }
    }

    /** What was read turned out to be news, and its event is stored. */
    public void turnedOutNews(Observation observation) {
        if (!observation.drift().isEmpty()) {
            note(observation, 0, EventIds.of(observation.dedupeKey()));
        }
    }

    /** What was seen since the last time, each difference once. */
    List<Sighting> take() {
        var taken = new ArrayList<Sighting>();
        for (var difference : List.copyOf(seen.keySet())) {
            var sighting = seen.remove(difference);
            if (sighting != null) {
                taken.add(sighting);
            }
        }
        return taken;
    }

    /** What could not be written down. */
    void putBack(Collection<Sighting> sightings) {
        sightings.forEach(this::add);
    }

    private void note(Observation observation, int count, @Nullable UUID eventId) {
        var record = observation.record();
        var now = clock.instant();
        for (var drift : observation.drift()) {
            metrics.count(record.object(), drift.kind(), count);
            if (drift.kind() != Drift.Kind.GENERIC) {
                add(new Sighting(
                        new Sighting.Of(record.object(), drift.field(), drift.kind()),
                        drift.type(),
                        Set.of(observation.source().word()),
                        count,
                        now,
                        now,
                        record.key(),
                        eventId));
            }
        }
    }

    private void add(Sighting sighting) {
        if (seen.size() < mostKept || seen.containsKey(sighting.of())) {
            seen.merge(sighting.of(), sighting, Sighting::and);
        }
    }
}

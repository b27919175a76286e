package io.pipestream.journal;

import java.util.UUID;

import io.pipestream.platform.Problems;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response.Status;

/** Says of an event that is not in the journal whether it ever was, and where it is now. */
@Singleton
class DroppedEvents {

    private final PlaceRepository places;
    private final ArchiveIndex archives;

    DroppedEvents(PlaceRepository places, ArchiveIndex archives) {
        this.places = places;
        this.archives = archives;
    }

    HttpProblem problem(UUID id) {
        return places.key(id).map(key -> dropped(id, key)).orElseGet(() -> Problems.notFound("event", id));
    }

    private HttpProblem dropped(UUID id, PlaceRepository.Key key) {
        var where = archives.archiveOf(key.seq(), key.receivedAt())
                .map(archive ->
                        "It is in archive " + archive + "; POST /api/archives/" + archive + "/restore brings it back.")
                .orElse("It was not archived.");
        return Problems.of(
                Status.GONE,
                "event-dropped",
                "Event " + id + " was received at " + key.receivedAt() + " and is not kept any more. " + where);
    }
}

package io.pipestream.journal;

import java.util.UUID;

import io.pipestream.platform.Problems;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response.Status;

/** Says of an event that is not in the journal whether it ever was, and where it is now. */
@Singleton
class DroppedEvents {

    private final EventRepository events;
    private final ArchiveIndex archives;

    DroppedEvents(EventRepository events, ArchiveIndex archives) {
        this.events = events;
        this.archives = archives;
    }

    HttpProblem problem(UUID id) {
        return events.key(id).map(key -> dropped(id, key)).orElseGet(() -> Problems.notFound("event", id));
    }

    private HttpProblem dropped(UUID id, EventRepository.Key key) {
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

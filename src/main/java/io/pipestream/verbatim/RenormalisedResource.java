package io.pipestream.verbatim;

import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import io.pipestream.journal.Deliveries;
import io.pipestream.journal.Deliveries.Draft;
import io.pipestream.journal.EventOrigin;
import io.pipestream.platform.Problems;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What today's code would make of what an event was made of. */
@Path("/api/events/{id}/renormalised")
@RolesAllowed("admin")
@Tag(name = "events")
class RenormalisedResource {

    /**
     * An event read once more.
     *
     * @param deliveryId    what was read
     * @param equal         what consumers would read says the same as what is stored
     * @param sameId        it would have the same id, and so be the same event; false too if it is not understood
     * @param renormalisedId the id it would have; null if it is not understood today
     * @param reason        why it is not understood today; null if it is
     * @param record        what consumers would read; null if it is not understood
     * @param diff          a JSON Patch (RFC 6902) that makes the record of the stored one; null if it is not understood
     */
    record View(
            UUID id,
            UUID deliveryId,
            boolean equal,
            boolean sameId,
            @Nullable UUID renormalisedId,
            @Nullable String reason,
            @Nullable JsonNode record,
            @Nullable JsonNode diff) {}

    private final Deliveries deliveries;
    private final Renormaliser renormaliser;

    RenormalisedResource(Deliveries deliveries, Renormaliser renormaliser) {
        this.deliveries = deliveries;
        this.renormaliser = renormaliser;
    }

    @GET
    @RunOnVirtualThread
    @Operation(summary = "What the event's first delivery would be today, and in what it differs; changes nothing")
    public View get(@PathParam("id") UUID id) {
        var event = deliveries.origin(id).orElseThrow(() -> Problems.notFound("event", id));
        var body = Kept.bytes(event.deliveryId(), event.body());
        return switch (renormaliser.read(event, body)) {
            case Renormaliser.Reading.Understood(var draft) -> view(event, draft);
            case Renormaliser.Reading.NotUnderstood(var reason) ->
                new View(event.id(), event.deliveryId(), false, false, null, reason, null, null);
        };
    }

    private View view(EventOrigin event, Draft draft) {
        var diff = RecordDiff.of(event.json(), draft.json());
        return new View(
                event.id(),
                event.deliveryId(),
                diff.isEmpty(),
                draft.id().equals(event.id()),
                draft.id(),
                null,
                Trees.read(draft.json()),
                diff);
    }
}

package io.pipestream.trigger;

import io.pipestream.platform.Cursor;
import io.pipestream.platform.Problems;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.sse.OutboundSseEvent;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Triggers for agents and small scripts, which have neither a Kafka client nor an address to be called at. */
@Path("/api/triggers/{slug}/stream")
@RolesAllowed("admin")
@Tag(name = "triggers")
class TriggerStreamResource {

    private final Triggers triggers;
    private final TriggerStream stream;

    TriggerStreamResource(Triggers triggers, TriggerStream stream) {
        this.triggers = triggers;
        this.stream = stream;
    }

    /**
     * The trigger's events as they are committed; {@code id} is the place in the journal, so a client that reconnects with
     * {@code Last-Event-ID} misses nothing.
     */
    @GET
    @Blocking
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(summary = "A trigger's events as server-sent events, resumable by Last-Event-ID")
    public Multi<OutboundSseEvent> stream(
            @PathParam("slug") String slug,
            @QueryParam("filter") @Nullable String filter,
            @QueryParam("projection") @DefaultValue("event") @Schema(enumeration = {"event", "payload"})
                    String projection,
            @HeaderParam("Last-Event-ID") @Nullable String lastEventId) {
        if (!projection.equals("event") && !projection.equals("payload")) {
            throw Problems.of(Status.BAD_REQUEST, "projection-invalid", "projection is event or payload.");
        }
        var wish = new TriggerStream.Wish(
                TriggerResource.find(triggers, slug),
                filter == null || filter.isBlank() ? null : Filter.compile(filter),
                projection.equals("payload"));
        return stream.follow(
                wish, lastEventId == null || lastEventId.isEmpty() ? null : (Long) Cursor.seq(lastEventId, 0));
    }
}

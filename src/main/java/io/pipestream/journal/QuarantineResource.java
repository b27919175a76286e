package io.pipestream.journal;

import java.time.Instant;
import java.util.HashMap;
import java.util.UUID;

import io.pipestream.journal.QuarantineFilter.State;
import io.pipestream.platform.Limits;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Deliveries that were kept but not understood, and what is done about them. */
@Path("/api/quarantine")
@RolesAllowed("admin")
@RunOnVirtualThread
@Tag(name = "quarantine")
class QuarantineResource {

    /** @param body read in place of the original, which is kept; null or missing to read that */
    record Rerun(@Nullable String body) {}

    /**
     * Which ones to read again; what is missing does not matter.
     *
     * @param quarantinedBecause the reason as the list shows it
     * @param limit              of deliveries that are looked at; 1,000 if it is missing
     * @param cursor             of an earlier answer, to go on
     */
    record RerunAll(
            @Nullable String quarantinedBecause,
            @Nullable UUID registrationId,
            @Nullable Instant receivedFrom,
            @Nullable Instant receivedTo,
            @Nullable Integer limit,
            @Nullable String cursor) {}

    record Discard(@Nullable String reason) {}

    private final QuarantineDesk desk;

    QuarantineResource(QuarantineDesk desk) {
        this.desk = desk;
    }

    @GET
    @Operation(summary = "Quarantined deliveries, newest first")
    public QuarantineDesk.Page list(
            @QueryParam("state") @Schema(enumeration = {"open", "rerun", "discarded", "all"}) @Nullable String state,
            @QueryParam("reason") @Nullable String reason,
            @QueryParam("registration_id") @Schema(format = "uuid") @Nullable String registrationId,
            @QueryParam("received_from") @Nullable String receivedFrom,
            @QueryParam("received_to") @Nullable String receivedTo,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit")
                    @DefaultValue("100")
                    @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "1000")
                    String limit) {
        var size = Limits.parse(limit);
        var given = new HashMap<String, @Nullable String>();
        given.put("state", state);
        given.put("reason", reason);
        given.put("registration_id", registrationId);
        given.put("received_from", receivedFrom);
        given.put("received_to", receivedTo);
        return desk.page(desk.filter(given::get), cursor, size);
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One quarantined delivery as it came, and what was decided of it")
    public QuarantineDesk.Shown get(@PathParam("id") UUID id) {
        return desk.get(id);
    }

    @POST
    @Path("{id}/rerun")
    @Operation(summary = "Read it again with today's normaliser, or read a corrected body in its place")
    public Decision rerun(@PathParam("id") UUID id, @Nullable Rerun correction, @Context SecurityContext caller) {
        return desk.rerun(id, correction == null ? null : correction.body(), name(caller));
    }

    @POST
    @Path("rerun")
    @Operation(summary = "Read all of them again, or those of a filter: as many as some seconds allow at once")
    public RerunReport rerunAll(@Nullable RerunAll wanted, @Context SecurityContext caller) {
        var given = wanted == null ? new RerunAll(null, null, null, null, null, null) : wanted;
        var filter = new QuarantineFilter(
                State.OPEN,
                given.quarantinedBecause(),
                given.registrationId(),
                given.receivedFrom(),
                given.receivedTo());
        var limit = given.limit() == null ? 1000 : Limits.parse(given.limit().toString());
        return desk.rerunAll(filter, given.cursor(), limit, name(caller));
    }

    @POST
    @Path("{id}/discard")
    @Operation(summary = "Put it aside for good; it stays findable")
    public Decision discard(@PathParam("id") UUID id, @Nullable Discard discard, @Context SecurityContext caller) {
        return desk.discard(id, discard == null ? null : discard.reason(), name(caller));
    }

    private static String name(SecurityContext caller) {
        return caller.getUserPrincipal().getName();
    }
}

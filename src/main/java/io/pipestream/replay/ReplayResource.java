package io.pipestream.replay;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.pipestream.journal.EventSelection;
import io.pipestream.replay.Replays.Wish;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Publishes stored events again on request: planned first, then run, and stopped at any time. */
@Path("/api/replays")
@RolesAllowed("admin")
@RunOnVirtualThread
@Tag(name = "replays")
class ReplayResource {

    /**
     * What a caller asks for.
     *
     * @param selection which events; an empty one selects all
     * @param asOf      the state of the records then, into a compacted side topic; null for every event
     * @param rate      events a second; 0 for no limit, null for the configured one
     * @param reason    kept with it
     * @param run       whether to run it at once
     */
    record Request(
            @NotNull EventSelection selection,
            @NotNull @Valid Target target,
            @Nullable Instant asOf,
            @Nullable @Min(0) @Max(1_000_000) Integer rate,
            @NotBlank @Size(max = 1000) String reason,
            boolean run) {}

    record Page(List<ReplayView> data) {}

    private final Replays replays;
    private final SecurityIdentity caller;

    ReplayResource(Replays replays, SecurityIdentity caller) {
        this.replays = replays;
        this.caller = caller;
    }

    @POST
    @Operation(summary = "Plan a replay: what would be sent, and what consumers would see; with run, also run it")
    public Response create(@NotNull @Valid Request request) {
        var planned = replays.plan(new Wish(
                request.selection(),
                request.target(),
                request.asOf(),
                request.rate(),
                request.reason(),
                caller.getPrincipal().getName()));
        return Response.created(URI.create("/api/replays/" + planned.id()))
                .entity(request.run() ? replays.run(planned.id()) : planned)
                .build();
    }

    @GET
    @Operation(summary = "The newest replays, at most 100")
    public Page list() {
        return new Page(replays.newest());
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One replay, its plan and how far it is")
    public ReplayView get(@PathParam("id") UUID id) {
        return replays.get(id);
    }

    @POST
    @Path("{id}/run")
    @Operation(summary = "Run a planned replay")
    public ReplayView run(@PathParam("id") UUID id) {
        return replays.run(id);
    }

    @POST
    @Path("{id}/pause")
    @Operation(summary = "Pause it; within a second nothing more is sent")
    public ReplayView pause(@PathParam("id") UUID id) {
        return replays.pause(id);
    }

    @POST
    @Path("{id}/resume")
    @Operation(summary = "Go on with a paused one where it was")
    public ReplayView resume(@PathParam("id") UUID id) {
        return replays.resume(id);
    }

    @POST
    @Path("{id}/cancel")
    @Operation(summary = "End it; within a second nothing more is sent. What was sent stays")
    public ReplayView cancel(@PathParam("id") UUID id) {
        return replays.cancel(id);
    }
}

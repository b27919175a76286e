package io.pipestream.poll;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.pipestream.poll.Backfills.View;
import io.pipestream.poll.Backfills.Wish;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Reads a range of the past on request. */
@Path("/api/backfills")
@RolesAllowed("admin")
@RunOnVirtualThread
@Tag(name = "backfills")
class BackfillResource {

    /**
     * What a caller asks for.
     *
     * @param from   inclusive, by Pipedrive's clock
     * @param to     exclusive; now where it is left out
     * @param dryRun whether to tell only what it would read and cost
     */
    record Request(
            @NotNull UUID connectionId,
            @NotEmpty List<@NotNull String> objects,
            @NotNull Instant from,
            @Nullable Instant to,
            boolean dryRun) {}

    record Page(List<View> data) {}

    private final Backfills backfills;

    BackfillResource(Backfills backfills) {
        this.backfills = backfills;
    }

    @POST
    @Operation(summary = "Read a range of the past; with dry_run, only tell how many rows and tokens that takes")
    public Response create(@NotNull @Valid Request request) {
        var wish = new Wish(request.connectionId(), request.objects(), request.from(), request.to());
        if (request.dryRun()) {
            return Response.ok(backfills.measure(wish)).build();
        }
        var backfill = backfills.ask(wish);
        return Response.accepted(backfill)
                .location(URI.create("/api/backfills/" + backfill.id()))
                .build();
    }

    @GET
    @Operation(summary = "The newest backfills, at most 100")
    public Page list() {
        return new Page(backfills.newest());
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One backfill and how far it is")
    public View get(@PathParam("id") UUID id) {
        return backfills.get(id);
    }

    @DELETE
    @Path("{id}")
    @Operation(summary = "Cancel a backfill; what it found so far stays. A finished one stays as it is")
    public View cancel(@PathParam("id") UUID id) {
        return backfills.cancel(id);
    }
}

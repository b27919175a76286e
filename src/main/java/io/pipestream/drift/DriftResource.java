package io.pipestream.drift;

import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import io.pipestream.drift.DriftRepository.Kept;
import io.pipestream.platform.Limits;
import io.pipestream.platform.Problems;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response.Status;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Shows where Pipedrive's records differ from what it is known to send. */
@Path("/api/drift")
@RolesAllowed("admin")
@RunOnVirtualThread
@Tag(name = "drift")
class DriftResource {

    private static final String ANY = "any";

    private static final Set<String> STATES = Set.of("open", "acknowledged", ANY);

    record Page(List<Kept> data) {}

    private final DriftRepository drift;
    private final Clock clock;

    DriftResource(DriftRepository drift, Clock clock) {
        this.drift = drift;
        this.clock = clock;
    }

    @GET
    @Operation(summary = "Differences, the one that was noticed last first")
    public Page list(
            @QueryParam("state") @Schema(enumeration = {"open", "acknowledged"}) @Nullable String state,
            @QueryParam("limit")
                    @DefaultValue("1000")
                    @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "1000")
                    String limit) {
        var wanted = state == null ? ANY : state;
        if (!STATES.contains(wanted)) {
            throw Problems.of(Status.BAD_REQUEST, "state-invalid", "state is one of open, acknowledged.");
        }
        return new Page(drift.newest(wanted, Limits.parse(limit)));
    }

    @POST
    @Path("{id}/acknowledge")
    @Operation(summary = "Say that it is known: it is counted on, and raises no alarm again")
    public Kept acknowledge(@PathParam("id") UUID id) {
        return drift.acknowledge(id, clock.instant()).orElseThrow(() -> Problems.notFound("drift", id));
    }

    @DELETE
    @Path("{id}")
    @Operation(summary = "Forget it: if it is seen again, that raises the alarm anew")
    public void delete(@PathParam("id") UUID id) {
        if (!drift.delete(id)) {
            throw Problems.notFound("drift", id);
        }
    }
}

package io.pipestream.coverage;

import io.pipestream.platform.Limits;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Shows when webhooks could not be heard, and whether that was repaired. */
@Path("/api/gaps")
@RolesAllowed("admin")
@Tag(name = "coverage")
class GapResource {

    private final Gaps gaps;

    GapResource(Gaps gaps) {
        this.gaps = gaps;
    }

    @GET
    @RunOnVirtualThread
    @Operation(summary = "Gaps, the one that was noticed last first")
    public Gaps.Page list(
            @QueryParam("connection_id") @Schema(format = "uuid") @Nullable String connectionId,
            @QueryParam("state") @Schema(enumeration = {"blind", "open", "closed"}) @Nullable String state,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit")
                    @DefaultValue("100")
                    @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "1000")
                    String limit) {
        return gaps.page(connectionId, state, cursor, Limits.parse(limit));
    }
}

package io.pipestream.coverage;

import java.time.Instant;
import java.util.UUID;

import io.pipestream.connection.Connections;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Shows up to which instant a connection's events are complete. */
@Path("/api/connections/{id}/coverage")
@RolesAllowed("admin")
@Tag(name = "coverage")
class CoverageResource {

    /**
     * @param completeThrough null if polling has never been through; so is {@code sweptThrough}
     * @param openGaps        how many go on or wait for their repair
     */
    record View(
            UUID connectionId,
            String companyId,
            @Nullable Instant completeThrough,
            @Nullable Instant sweptThrough,
            int openGaps) {}

    private final Connections connections;
    private final Coverage coverage;
    private final Gaps gaps;

    CoverageResource(Connections connections, Coverage coverage, Gaps gaps) {
        this.connections = connections;
        this.coverage = coverage;
        this.gaps = gaps;
    }

    @GET
    @RunOnVirtualThread
    @Operation(summary = "Up to which instant everything that happened in the account is known")
    public View get(@PathParam("id") UUID id) {
        var connection = connections.get(id);
        var reach = coverage.reach(id);
        return new View(
                id,
                connection.companyId(),
                reach == null ? null : reach.completeThrough(),
                reach == null ? null : reach.sweptThrough(),
                gaps.unrepaired(id).size());
    }
}

package io.pipestream.journal;

import java.util.List;

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

/** Deliveries that were kept but not understood. */
@Path("/api/quarantine")
@RolesAllowed("admin")
@Tag(name = "quarantine")
class QuarantineResource {

    record Page(List<QuarantineRepository.Quarantined> data) {}

    private final QuarantineRepository quarantine;

    QuarantineResource(QuarantineRepository quarantine) {
        this.quarantine = quarantine;
    }

    @GET
    @RunOnVirtualThread
    @Operation(summary = "Quarantined deliveries, newest first")
    public Page list(
            @QueryParam("limit")
                    @DefaultValue("100")
                    @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "1000")
                    String limit) {
        return new Page(quarantine.newest(Limits.parse(limit)));
    }
}

package io.pipestream.verbatim;

import java.util.UUID;

import io.pipestream.journal.Deliveries;
import io.pipestream.platform.Problems;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The body of a delivery, byte for byte as it came. */
@Path("/api/deliveries/{id}/body")
@RolesAllowed("admin")
@Tag(name = "deliveries")
class DeliveryBodyResource {

    private final Deliveries deliveries;

    DeliveryBodyResource(Deliveries deliveries) {
        this.deliveries = deliveries;
    }

    /** As bytes to be saved, whatever it says of itself: it is somebody else's, and no browser should show it as ours. */
    @GET
    @RunOnVirtualThread
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    @Operation(summary = "The body of a delivery as it came; of a polled row, the row")
    public Response get(@PathParam("id") UUID id) {
        var body = deliveries.body(id).orElseThrow(() -> Problems.notFound("delivery", id));
        return Response.ok(Kept.bytes(id, body))
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + id + '"')
                .header("X-Content-Type-Options", "nosniff")
                .build();
    }
}

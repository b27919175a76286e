package io.pipestream.subscription;

import java.util.UUID;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Shows how a connection's registrations are doing, and checks them at once. */
@Path("/api/connections/{connection}/registrations")
@RolesAllowed("admin")
@RunOnVirtualThread
@Tag(name = "subscriptions")
class RegistrationResource {

    private final Registrations registrations;

    RegistrationResource(Registrations registrations) {
        this.registrations = registrations;
    }

    @GET
    @Operation(summary = "How a connection's registrations are doing, and since when")
    public Registrations.Page list(@PathParam("connection") UUID id) {
        return registrations.of(id);
    }

    @POST
    @Path("check")
    @Operation(
            summary = "Ask Pipedrive for its webhooks and put them right, now; costs 10 of the day's tokens and more")
    public Registrations.Page check(@PathParam("connection") UUID id) {
        return registrations.check(id);
    }
}

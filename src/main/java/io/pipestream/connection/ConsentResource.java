package io.pipestream.connection;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Begins to connect an account by OAuth, or to renew the consent of a connected one. */
@Path("/api/connections/oauth")
@RolesAllowed("admin")
@RunOnVirtualThread
@Tag(name = "connections")
class ConsentResource {

    private final Consent consent;

    ConsentResource(Consent consent) {
        this.consent = consent;
    }

    @POST
    @Operation(summary = "An address where an admin of the account consents to our app; good once, for ten minutes")
    public Consent.Asked ask() {
        return consent.ask();
    }
}

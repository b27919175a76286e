package io.pipestream.console;

import java.net.URI;

import io.pipestream.access.Sessions;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jspecify.annotations.Nullable;

/** Signs a browser out; its cookie opens nothing any more, wherever a copy of it may be. */
@Path("/console/leave")
@Console
@PermitAll
@RunOnVirtualThread
@Produces(Console.HTML)
class LeaveResource {

    private final Sessions sessions;

    LeaveResource(Sessions sessions) {
        this.sessions = sessions;
    }

    @POST
    public Response leave(@CookieParam(Sessions.COOKIE) @Nullable String secret, @Context UriInfo uri) {
        if (secret != null) {
            sessions.close(secret);
        }
        return Response.seeOther(URI.create("/console/enter"))
                .cookie(EnterResource.cookie("", 0, uri))
                .build();
    }
}

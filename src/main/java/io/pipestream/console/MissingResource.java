package io.pipestream.console;

import io.pipestream.platform.Problems;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;

/** Answers an address under the console that is no page. */
@Path("/console/{page:.+}")
@Console
@PermitAll
@RunOnVirtualThread
@Produces(Console.HTML)
class MissingResource {

    @GET
    public Response missing(@PathParam("page") String page) {
        throw Problems.notFound("page", '/' + page);
    }
}

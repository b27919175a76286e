package io.pipestream.console;

import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;

/** The first page. */
@Path("/console")
@Console
@RolesAllowed("admin")
@RunOnVirtualThread
@Produces(Console.HTML)
class OverviewResource {

    @GET
    public TemplateInstance show() {
        return new OverviewPage();
    }
}

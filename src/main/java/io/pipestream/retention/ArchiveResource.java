package io.pipestream.retention;

import java.util.List;

import io.pipestream.platform.Problems;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;

/** Files that dropped partitions were written to. */
@Path("/api/archives")
@RolesAllowed("admin")
@RunOnVirtualThread
@Tag(name = "archives")
class ArchiveResource {

    record Page(List<Archive> data) {}

    private final ArchiveRepository archives;

    ArchiveResource(ArchiveRepository archives) {
        this.archives = archives;
    }

    @GET
    @Operation(summary = "Archives, the newest times first")
    public Page list() {
        return new Page(archives.all());
    }

    @GET
    @Path("{name}")
    @Operation(summary = "One archive, and how far it is restored")
    public Archive get(@PathParam("name") String name) {
        return archives.find(name).orElseThrow(() -> Problems.notFound("archive", name));
    }

    /** Asking again while it is being restored changes nothing. */
    @POST
    @Path("{name}/restore")
    @ResponseStatus(202)
    @Operation(summary = "Bring its rows back into the journal, to be read and replayed")
    public Archive restore(@PathParam("name") String name) {
        get(name);
        archives.want(name);
        return get(name);
    }
}

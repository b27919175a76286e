package io.pipestream.retention;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How large the journal is, how fast it grows, and when it is full. */
@Path("/api/storage")
@RolesAllowed("admin")
@RunOnVirtualThread
@Tag(name = "storage")
class StorageResource {

    private final Storage storage;

    StorageResource(Storage storage) {
        this.storage = storage;
    }

    @GET
    @Operation(summary = "Partitions, sizes, growth and forecast")
    public Storage.View get() {
        return storage.view();
    }
}

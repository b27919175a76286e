package floor;

import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;

/** Reads the body on the event loop and answers 204: what a Quarkus endpoint does here when nothing is kept. */
@Path("/")
public class FloorResource {

    @POST
    @NonBlocking
    @Consumes(MediaType.WILDCARD)
    public void receive(byte[] body) {
        // What is measured is the way in and out.
    }
}

package io.pipestream.ingest;

import io.pipestream.subscription.RegistrationCache;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;

/** Where Pipedrive delivers. What is as usual takes the {@link ShortWay}. */
@Path("/webhooks/{path}")
@WebhookDoor
@Tag(name = "webhook door")
class WebhookResource {

    private final Receiver receiver;

    WebhookResource(Receiver receiver) {
        this.receiver = receiver;
    }

    /**
     * Stores one delivery. Pipedrive takes anything but a 2xx within 10 s as a failure, and ten failed first attempts as
     * a reason to drop events for half an hour, so whatever a second attempt cannot mend is answered 2xx.
     *
     * @return 204 if the event is stored, now or before; 202 if the body is kept and was not understood, or is not in the
     *     journal yet; 503 with Retry-After if it could be kept nowhere
     */
    @POST
    @Cancellable(false) // one who hangs up is counted all the same
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Deliver a webhook (HTTP Basic with the registration's credentials)")
    public Uni<Response> receive(@Context ContainerRequestContext request, byte[] body) {
        var registration = (RegistrationCache.Entry) request.getProperty(WebhookAuthenticator.REGISTRATION);
        return receiver.receive(registration, request::getHeaderString, body);
    }
}

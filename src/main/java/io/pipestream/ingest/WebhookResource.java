package io.pipestream.ingest;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.pipestream.event.Delivery;
import io.pipestream.ingest.DoorMetrics.Outcome;
import io.pipestream.spool.Keeping;
import io.pipestream.spool.Kept;
import io.pipestream.spool.NotKeptException;
import io.pipestream.subscription.RegistrationCache;
import io.pipestream.trace.Tracing;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.Cancellable;

/** Where Pipedrive delivers. */
@Path("/webhooks/{path}")
@WebhookDoor
@Tag(name = "webhook door")
class WebhookResource {

    private static final Logger LOG = Logger.getLogger(WebhookResource.class);

    /** Worth keeping with the body; credentials are not among them. */
    private static final List<String> KEPT_HEADERS = List.of("user-agent", "content-type", "x-correlation-id");

    private static final int LONGEST_HEADER = 500;

    /** Reading more than this on the event loop would keep other deliveries waiting. */
    private static final int LARGE = 128 * 1024;

    private final Keeping keeping;
    private final DoorMetrics metrics;
    private final Refusals refusals;
    private final Clock clock;
    private final DoorSignals signals;
    private final Tracing tracing;
    private final NoArgGenerator ids = Generators.timeBasedEpochGenerator();

    WebhookResource(
            Keeping keeping,
            DoorMetrics metrics,
            Refusals refusals,
            Clock clock,
            DoorSignals signals,
            Tracing tracing) {
        this.keeping = keeping;
        this.metrics = metrics;
        this.refusals = refusals;
        this.clock = clock;
        this.signals = signals;
        this.tracing = tracing;
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
        if (refusals.isTooLarge(body.length)) {
            return Uni.createFrom().item(signals.refused(registration, refusals.tooLarge()));
        }
        var delivery =
                new Delivery(ids.generate(), registration.registrationId(), clock.instant(), kept(request), body);
        var kept = body.length <= LARGE
                ? keeping.keep(delivery, registration.companyId())
                : Uni.createFrom()
                        .deferred(() -> keeping.keep(delivery, registration.companyId()))
                        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
        return kept.invoke(where -> signals.heard(delivery))
                .map(this::answer)
                .onFailure()
                .recoverWithItem(failure -> signals.refused(registration, body, refuse(failure)));
    }

    private Response answer(Kept kept) {
        metrics.count(
                switch (kept) {
                    case STORED -> Outcome.STORED;
                    case DUPLICATE -> Outcome.DUPLICATE;
                    case QUARANTINED -> Outcome.QUARANTINED;
                    case HELD -> Outcome.HELD;
                    case SPOOLED -> Outcome.SPOOLED;
                });
        return switch (kept) {
            case STORED, DUPLICATE -> Response.noContent().build();
            case QUARANTINED, HELD, SPOOLED -> Response.accepted().build();
        };
    }

    private Response refuse(Throwable failure) {
        if (!(failure instanceof NotKeptException)) {
            LOG.errorf(failure, "delivery failed");
        }
        return refusals.unavailable();
    }

    /** What of the headers is worth keeping, and the trace: the event goes on with it, whenever and wherever that is. */
    private Map<String, String> kept(ContainerRequestContext request) {
        var kept = new HashMap<String, String>();
        for (var name : KEPT_HEADERS) {
            var value = request.getHeaderString(name);
            if (value != null) {
                kept.put(name, value.length() <= LONGEST_HEADER ? value : value.substring(0, LONGEST_HEADER));
            }
        }
        var trace = tracing.current();
        if (trace != null) {
            kept.put(Tracing.HEADER, trace);
        }
        return kept;
    }
}

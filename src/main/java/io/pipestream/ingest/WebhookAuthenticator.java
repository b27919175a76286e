package io.pipestream.ingest;

import java.time.Duration;
import java.util.Optional;

import io.pipestream.subscription.RegistrationCache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Lets nobody in without the credentials of the registration whose path is called (HTTP Basic, RFC 7617: the only
 * authentication that Pipedrive has). Runs before the body is read, so a stranger cannot make us read one.
 */
// Not a singleton: Quarkus builds filters before there is configuration, and the proxy of this scope waits for it.
@ApplicationScoped
class WebhookAuthenticator {

    private static final Logger LOG = Logger.getLogger(WebhookAuthenticator.class);

    /** Where the filter leaves the registration for the resource. */
    static final String REGISTRATION = "pipestream.registration";

    /** Well below the 10 s after which Pipedrive takes no answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private final RegistrationCache registrations;
    private final Refusals refusals;
    private final DoorSignals signals;

    WebhookAuthenticator(RegistrationCache registrations, Refusals refusals, DoorSignals signals) {
        this.registrations = registrations;
        this.refusals = refusals;
        this.signals = signals;
    }

    @WebhookDoor
    @ServerRequestFilter
    Uni<@Nullable Response> authenticate(ContainerRequestContext request) {
        var path = request.getUriInfo().getPathParameters().getFirst("path");
        var credentials = request.getHeaderString(HttpHeaders.AUTHORIZATION);
        var known = registrations.find(path);
        if (known.isPresent() && BasicCredentials.open(known.get(), credentials)) {
            return Uni.createFrom().item(admit(request, known.get()));
        }
        // Another instance may have made the path or its credentials a moment ago.
        return registrations
                .findAnew(path)
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .<@Nullable Response>map(found -> decide(request, found, credentials))
                .onFailure()
                .recoverWithItem(failure -> withoutPostgres(known, failure));
    }

    private @Nullable Response decide(
            ContainerRequestContext request,
            Optional<RegistrationCache.Entry> registration,
            @Nullable String credentials) {
        if (registration.isEmpty()) {
            return refusals.unknown();
        }
        return BasicCredentials.open(registration.get(), credentials)
                ? admit(request, registration.get())
                : signals.refused(registration.get(), refusals.unauthorised());
    }

    /** Whether the path exists, or the credentials are new, cannot be told now: 404 or 401 would be the last word. */
    private Response withoutPostgres(Optional<RegistrationCache.Entry> known, Throwable failure) {
        LOG.warnf("registration not looked up: %s", failure);
        var refusal = refusals.unavailable();
        return known.isPresent() ? signals.refused(known.get(), refusal) : refusal;
    }

    /** Null lets the request pass; a body that announces to be too large is not even read. */
    private @Nullable Response admit(ContainerRequestContext request, RegistrationCache.Entry registration) {
        if (refusals.isTooLarge(request.getLength())) {
            return signals.refused(registration, refusals.tooLarge());
        }
        request.setProperty(REGISTRATION, registration);
        return null;
    }
}

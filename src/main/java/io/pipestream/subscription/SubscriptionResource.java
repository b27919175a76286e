package io.pipestream.subscription;

import java.net.URI;
import java.util.List;
import java.util.UUID;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Adds, shows and removes subscriptions, and with them the webhooks at Pipedrive. */
@Path("/api/connections/{connection}/subscriptions")
@RolesAllowed("admin")
@RunOnVirtualThread
@Tag(name = "subscriptions")
class SubscriptionResource {

    /**
     * @param event          {@code added.deal}, {@code *.*}
     * @param webhookVersion {@code 2.0}, or {@code 1.0} on request
     */
    record Create(
            @NotNull @Pattern(regexp = EventPattern.SYNTAX, message = "is action.object, for example added.deal")
            String event,

            @Nullable WebhookVersion webhookVersion) {}

    /** @param webhookVersion {@code 1.0} or {@code 2.0} */
    record Change(@NotNull WebhookVersion webhookVersion) {}

    record Page(List<SubscriptionView> data) {}

    private final Subscriptions subscriptions;

    SubscriptionResource(Subscriptions subscriptions) {
        this.subscriptions = subscriptions;
    }

    @POST
    @Operation(summary = "Subscribe to an event; registers one webhook at Pipedrive however often it is repeated")
    public Response create(@PathParam("connection") UUID connection, @NotNull @Valid Create request) {
        var added = subscriptions.add(connection, request.event(), request.webhookVersion());
        var view = added.subscription();
        return Response.status(added.isNew() ? Status.CREATED : Status.OK)
                .location(URI.create("/api/connections/" + connection + "/subscriptions/" + view.id()))
                .entity(view)
                .build();
    }

    @GET
    @Operation(summary = "A connection's subscriptions")
    public Page list(@PathParam("connection") UUID connection) {
        return new Page(subscriptions.of(connection));
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One subscription")
    public SubscriptionView get(@PathParam("connection") UUID connection, @PathParam("id") UUID id) {
        return subscriptions.get(connection, id);
    }

    @PATCH
    @Path("{id}")
    @Operation(summary = "Change the webhook's version, without a gap and without an event twice")
    public SubscriptionView change(
            @PathParam("connection") UUID connection, @PathParam("id") UUID id, @NotNull @Valid Change request) {
        subscriptions.changeVersion(connection, id, request.webhookVersion());
        return get(connection, id);
    }

    @POST
    @Path("{id}/rotate-credentials")
    @Operation(summary = "Make the webhook anew with new credentials; the old ones are accepted for some minutes more")
    public SubscriptionView rotateCredentials(@PathParam("connection") UUID connection, @PathParam("id") UUID id) {
        subscriptions.rotateCredentials(connection, id);
        return get(connection, id);
    }

    @DELETE
    @Path("{id}")
    @Operation(summary = "Delete the webhook at Pipedrive and the subscription")
    public void delete(@PathParam("connection") UUID connection, @PathParam("id") UUID id) {
        subscriptions.remove(connection, id);
    }
}

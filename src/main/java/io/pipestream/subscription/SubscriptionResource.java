package io.pipestream.subscription;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.pipestream.connection.Connections;
import io.pipestream.platform.Problems;
import io.pipestream.subscription.SubscriptionStore.Pair;
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

    enum State {
        /** Pipedrive has not confirmed the webhook yet; {@code problem} says why. */
        @JsonProperty("pending")
        PENDING,
        @JsonProperty("registered")
        REGISTERED
    }

    /**
     * No secrets.
     *
     * @param webhookId Pipedrive's id of the webhook; null until it is registered
     * @param problem   why it is not registered and what to do; null if nothing is wrong
     */
    record View(
            UUID id,
            String event,
            String webhookVersion,
            State state,
            @Nullable String webhookId,
            @Nullable String problem,
            Instant createdAt) {

        static View of(Pair pair) {
            return new View(
                    pair.subscription().id,
                    pair.subscription().event,
                    pair.subscription().webhookVersion,
                    pair.registration().webhookId == null ? State.PENDING : State.REGISTERED,
                    pair.registration().webhookId,
                    pair.registration().problem,
                    pair.subscription().createdAt);
        }
    }

    record Page(List<View> data) {}

    private final Subscriptions subscriptions;
    private final Connections connections;

    SubscriptionResource(Subscriptions subscriptions, Connections connections) {
        this.subscriptions = subscriptions;
        this.connections = connections;
    }

    @POST
    @Operation(summary = "Subscribe to an event; registers one webhook at Pipedrive however often it is repeated")
    public Response create(@PathParam("connection") UUID connection, @NotNull @Valid Create request) {
        var version = request.webhookVersion() == null ? WebhookVersion.V2 : request.webhookVersion();
        var event = EventPattern.parse(request.event());
        checkKnown(event, version);
        var put = subscriptions.add(connections.get(connection), event, version);
        return Response.status(put.isNew() ? Status.CREATED : Status.OK)
                .location(URI.create("/api/connections/" + connection + "/subscriptions/" + put.id()))
                .entity(get(connection, put.id()))
                .build();
    }

    @GET
    @Operation(summary = "A connection's subscriptions")
    public Page list(@PathParam("connection") UUID connection) {
        return new Page(subscriptions.of(connections.get(connection)).stream()
                .map(View::of)
                .toList());
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One subscription")
    public View get(@PathParam("connection") UUID connection, @PathParam("id") UUID id) {
        return View.of(subscriptions.get(connection, id));
    }

    @PATCH
    @Path("{id}")
    @Operation(summary = "Change the webhook's version, without a gap and without an event twice")
    public View change(
            @PathParam("connection") UUID connection, @PathParam("id") UUID id, @NotNull @Valid Change request) {
        checkKnown(
                EventPattern.parse(subscriptions.get(connection, id).subscription().event), request.webhookVersion());
        subscriptions.changeVersion(connections.get(connection), id, request.webhookVersion());
        return get(connection, id);
    }

    @POST
    @Path("{id}/rotate-credentials")
    @Operation(summary = "Make the webhook anew with new credentials; the old ones are accepted for some minutes more")
    public View rotateCredentials(@PathParam("connection") UUID connection, @PathParam("id") UUID id) {
        subscriptions.rotateCredentials(connections.get(connection), id);
        return get(connection, id);
    }

    private static void checkKnown(EventPattern event, WebhookVersion version) {
        if (event.action().equals("merged") && version == WebhookVersion.V2) {
            throw Problems.of(
                    Status.BAD_REQUEST,
                    "event-unknown-in-version",
                    "Webhook 2.0 has no merged event: subscribe to updated and deleted, or ask for webhook_version 1.0.");
        }
    }

    @DELETE
    @Path("{id}")
    @Operation(summary = "Delete the webhook at Pipedrive and the subscription")
    public void delete(@PathParam("connection") UUID connection, @PathParam("id") UUID id) {
        subscriptions.remove(connections.get(connection), id);
    }
}

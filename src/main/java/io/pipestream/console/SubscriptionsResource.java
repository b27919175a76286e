package io.pipestream.console;

import java.util.UUID;

import io.pipestream.subscription.Subscriptions;
import io.pipestream.subscription.WebhookVersion;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** What is listened to in an account: added, moved to another version, given new credentials, removed. */
@Path("/console/connections/{connection}/subscriptions")
@Console
@RolesAllowed("admin")
@RunOnVirtualThread
@Produces(Console.HTML)
class SubscriptionsResource {

    private final Subscriptions subscriptions;

    SubscriptionsResource(Subscriptions subscriptions) {
        this.subscriptions = subscriptions;
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response add(
            @PathParam("connection") UUID connection,
            @FormParam("event") @Nullable String event,
            @FormParam("version") @Nullable String version) {
        var added = subscriptions.add(
                connection, Inputs.needed("Event", event), WebhookVersion.of(String.valueOf(version)));
        return ConnectionsResource.back(
                connection,
                added.isNew()
                        ? "Subscribed to " + event + ", and Pipedrive has the webhook."
                        : "There is such a subscription already.");
    }

    @POST
    @Path("{id}/version")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response change(
            @PathParam("connection") UUID connection,
            @PathParam("id") UUID id,
            @FormParam("version") @Nullable String version) {
        subscriptions.changeVersion(connection, id, WebhookVersion.of(String.valueOf(version)));
        return ConnectionsResource.back(connection, "Pipedrive has a webhook of version " + version + " now.");
    }

    @POST
    @Path("{id}/rotate")
    public Response rotate(@PathParam("connection") UUID connection, @PathParam("id") UUID id) {
        subscriptions.rotateCredentials(connection, id);
        return ConnectionsResource.back(
                connection, "The webhook has new credentials; the old ones are accepted for some minutes more.");
    }

    @POST
    @Path("{id}/remove")
    public Response remove(@PathParam("connection") UUID connection, @PathParam("id") UUID id) {
        subscriptions.remove(connection, id);
        return ConnectionsResource.back(connection, "Removed, here and at Pipedrive. Its events stay.");
    }
}

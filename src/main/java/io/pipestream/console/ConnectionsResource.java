package io.pipestream.console;

import java.util.UUID;

import io.pipestream.connection.Connections;
import io.pipestream.connection.Consent;
import io.pipestream.console.ConnectionsPage.Row;
import io.pipestream.coverage.Coverage;
import io.pipestream.pipedrive.Account;
import io.pipestream.platform.Problems;
import io.pipestream.subscription.Registrations;
import io.pipestream.subscription.Subscriptions;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import org.jspecify.annotations.Nullable;

/** The accounts that are listened to: connected, tested, given a new credential, removed. */
@Path("/console/connections")
@Console
@RolesAllowed("admin")
@RunOnVirtualThread
@Produces(Console.HTML)
class ConnectionsResource {

    static final String HERE = "/console/connections";

    private final Connections connections;
    private final Consent consent;
    private final Subscriptions subscriptions;
    private final Registrations registrations;
    private final Coverage coverage;

    ConnectionsResource(
            Connections connections,
            Consent consent,
            Subscriptions subscriptions,
            Registrations registrations,
            Coverage coverage) {
        this.connections = connections;
        this.consent = consent;
        this.subscriptions = subscriptions;
        this.registrations = registrations;
        this.coverage = coverage;
    }

    @GET
    public TemplateInstance list() {
        return new ConnectionsPage(connections.views().stream()
                .map(connection -> new Row(
                        connection, registrations.of(connection.id()), coverage.completeThrough(connection.id())))
                .toList());
    }

    @GET
    @Path("new")
    public TemplateInstance form() {
        return new ConnectionFormPage(consent.isPossible(), null);
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response connect(@FormParam("token") @Nullable String token, @FormParam("domain") @Nullable String domain) {
        var company = Inputs.text(domain);
        if (company != null && !company.matches(Account.DOMAIN_SYNTAX)) {
            throw Problems.of(Status.BAD_REQUEST, "field-invalid", "Company domain is the acme in acme.pipedrive.com.");
        }
        var connected = connections.connect(company, Inputs.needed("API token", token));
        var id = connected.ref().id();
        return back(
                id,
                connected.isNew()
                        ? "Connected. Now say below what to listen to."
                        : "The account was connected already; it has this token now.");
    }

    /** A page with the address, for the way to another host is a link that people see. */
    @POST
    @Path("oauth")
    public TemplateInstance ask() {
        return new ConnectionFormPage(true, consent.ask());
    }

    @GET
    @Path("{id}")
    public TemplateInstance show(@PathParam("id") UUID id) {
        return new ConnectionPage(
                connections.view(id), subscriptions.of(id), registrations.of(id), coverage.completeThrough(id));
    }

    @POST
    @Path("{id}/test")
    public Response test(@PathParam("id") UUID id) {
        connections.test(id);
        return back(id, "It works: Pipedrive accepts the credential.");
    }

    @POST
    @Path("{id}/token")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response replaceToken(@PathParam("id") UUID id, @FormParam("token") @Nullable String token) {
        connections.replaceToken(id, Inputs.needed("API token", token));
        return back(id, "Pipedrive accepts the new token, and it is in use.");
    }

    @POST
    @Path("{id}/check")
    public Response check(@PathParam("id") UUID id) {
        var found = registrations.check(id);
        return back(
                id,
                found.data().isEmpty()
                        ? "There is nothing to repair: the connection has no subscriptions."
                        : "Looked at Pipedrive. At worst, a webhook is " + HealthWords.words(found.health()) + " now.");
    }

    @POST
    @Path("{id}/remove")
    public Response remove(@PathParam("id") UUID id) {
        connections.remove(id);
        return Pages.seeOther(HERE, "Removed. Its events stay.");
    }

    static Response back(UUID id, String notice) {
        return Pages.seeOther(HERE + '/' + id, notice);
    }
}

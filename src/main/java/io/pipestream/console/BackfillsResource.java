package io.pipestream.console;

import java.util.List;
import java.util.UUID;

import io.pipestream.connection.Connections;
import io.pipestream.platform.Problems;
import io.pipestream.poll.Backfills;
import io.pipestream.poll.Backfills.Wish;
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
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.UriInfo;
import org.jspecify.annotations.Nullable;

/** Ranges of the past that people ask to have read. */
@Path("/console/backfills")
@Console
@RolesAllowed("admin")
@RunOnVirtualThread
@Produces(Console.HTML)
class BackfillsResource {

    private static final String HERE = "/console/backfills";

    private static final List<String> OBJECTS =
            List.of("deal", "note", "organization", "person", "activity", "lead", "product");

    private final Backfills backfills;
    private final Connections connections;

    BackfillsResource(Backfills backfills, Connections connections) {
        this.backfills = backfills;
        this.connections = connections;
    }

    /** With {@code measure}, also what the range of the address would take; that costs tokens, so it is asked for. */
    @GET
    public TemplateInstance list(
            @Context UriInfo uri,
            @QueryParam("objects") List<String> objects,
            @QueryParam("measure") @Nullable String measure) {
        var given = Filters.of(uri.getQueryParameters(), List.of("connection_id", "from", "to"));
        var chosen = objects.stream().filter(OBJECTS::contains).toList();
        var cost = measure == null
                ? null
                : backfills.measure(wish(given.get("connection_id"), chosen, given.get("from"), given.get("to")));
        var newest = backfills.newest();
        return new BackfillsPage(
                given,
                OBJECTS,
                chosen,
                cost,
                connections.views(),
                newest,
                newest.stream().anyMatch(backfill -> GapWords.moving(backfill.state())));
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response ask(
            @FormParam("connection_id") @Nullable String connection,
            @FormParam("objects") List<String> objects,
            @FormParam("from") @Nullable String from,
            @FormParam("to") @Nullable String to) {
        var asked = backfills.ask(wish(connection, objects, from, to));
        return Pages.seeOther(HERE + '/' + asked.id(), "It begins. What it finds is published as any other event.");
    }

    @GET
    @Path("{id}")
    public TemplateInstance show(@PathParam("id") UUID id) {
        var backfill = backfills.get(id);
        return new BackfillPage(backfill, connections.view(backfill.connectionId()));
    }

    @POST
    @Path("{id}/cancel")
    public Response cancel(@PathParam("id") UUID id) {
        backfills.cancel(id);
        return Pages.seeOther(HERE + '/' + id, "Cancelled. What it found before stays.");
    }

    private static Wish wish(
            @Nullable String connection, List<String> objects, @Nullable String from, @Nullable String to) {
        var start = Inputs.time("From", Inputs.needed("From", from));
        if (objects.isEmpty() || start == null) {
            throw Problems.of(Status.BAD_REQUEST, "field-invalid", "Choose at least one object.");
        }
        return new Wish(
                Inputs.id("Connection", Inputs.needed("Connection", connection)),
                objects,
                start,
                Inputs.time("Before", to));
    }
}

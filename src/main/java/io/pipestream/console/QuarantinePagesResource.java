package io.pipestream.console;

import java.util.List;
import java.util.UUID;

import io.pipestream.journal.Decision;
import io.pipestream.journal.QuarantineDesk;
import io.pipestream.journal.RerunReport;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.identity.SecurityIdentity;
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
import jakarta.ws.rs.core.UriInfo;
import org.jspecify.annotations.Nullable;

/** Deliveries that were not understood: looked at, mended, read again, discarded. */
@Path("/console/quarantine")
@Console
@RolesAllowed("admin")
@RunOnVirtualThread
@Produces(Console.HTML)
class QuarantinePagesResource {

    private static final String HERE = "/console/quarantine";

    private static final List<String> FIELDS =
            List.of("state", "reason", "registration_id", "received_from", "received_to");

    private static final int PAGE = 50;

    private static final int MOST_AT_ONCE = 1_000;

    private final QuarantineDesk desk;
    private final SecurityIdentity caller;

    QuarantinePagesResource(QuarantineDesk desk, SecurityIdentity caller) {
        this.desk = desk;
        this.caller = caller;
    }

    @GET
    public TemplateInstance list(@Context UriInfo uri, @QueryParam("cursor") @Nullable String cursor) {
        var filters = Filters.of(uri.getQueryParameters(), FIELDS);
        var page = desk.page(desk.filter(filters::get), cursor, PAGE);
        return new QuarantinePage(
                filters,
                page.data(),
                page.nextCursor() == null ? null : filters.address(HERE, "cursor", page.nextCursor()),
                cursor == null ? null : filters.address(HERE));
    }

    @GET
    @Path("{id}")
    public TemplateInstance show(@PathParam("id") UUID id) {
        return new QuarantinedPage(desk.get(id));
    }

    @POST
    @Path("{id}/rerun")
    public Response rerun(@PathParam("id") UUID id) {
        return back(id, desk.rerun(id, null, name()));
    }

    @POST
    @Path("{id}/correct")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response correct(@PathParam("id") UUID id, @FormParam("body") @Nullable String body) {
        return back(id, desk.rerun(id, Inputs.needed("The corrected body", body), name()));
    }

    @POST
    @Path("{id}/discard")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response discard(@PathParam("id") UUID id, @FormParam("reason") @Nullable String reason) {
        return back(id, desk.discard(id, reason, name()));
    }

    /** Those of the reason, or all that are open. */
    @POST
    @Path("rerun")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response rerunAll(@FormParam("reason") @Nullable String reason) {
        var because = Inputs.text(reason);
        var filter = desk.filter(name -> name.equals("reason") ? because : null);
        return Pages.seeOther(HERE, report(desk.rerunAll(filter, null, MOST_AT_ONCE, name())));
    }

    private static String report(RerunReport report) {
        var text = "%d read again: %d became events, %d were known already, %d are still not understood."
                .formatted(report.read(), report.stored(), report.duplicates(), report.rejected());
        return report.nextCursor() == null ? text : text + " There are more: do it again to go on.";
    }

    private static Response back(UUID id, Decision decision) {
        var reason = decision.outcome() == Decision.Outcome.REJECTED ? ": " + decision.reason() : "";
        return Pages.seeOther(HERE + '/' + id, capitalised(QuarantineWords.words(decision.outcome())) + reason + '.');
    }

    private static String capitalised(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    private String name() {
        return caller.getPrincipal().getName();
    }
}

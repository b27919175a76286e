package io.pipestream.console;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

import io.pipestream.platform.Problems;
import io.pipestream.trigger.TestSamples;
import io.pipestream.trigger.Triggers;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

/** The catalogue of triggers. */
@Path("/console/triggers")
@Console
@RolesAllowed("admin")
@RunOnVirtualThread
@Produces(Console.HTML)
class TriggersResource {

    /** So many are read at one go. */
    private static final int FEW = 3;

    /** Longer than the journal lets anybody wait. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Triggers triggers;
    private final TestSamples samples;

    TriggersResource(Triggers triggers, TestSamples samples) {
        this.triggers = triggers;
        this.samples = samples;
    }

    @GET
    public TemplateInstance list(@Context UriInfo uri) {
        var filters = Filters.of(uri.getQueryParameters(), List.of("q"));
        var wanted = filters.value("q").toLowerCase(Locale.ROOT);
        var found = triggers.all().stream()
                .filter(trigger -> trigger.slug().toLowerCase(Locale.ROOT).contains(wanted)
                        || trigger.title().toLowerCase(Locale.ROOT).contains(wanted))
                .toList();
        var isOpen = found.size() <= FEW;
        return new TriggersPage(
                filters,
                found.stream()
                        .map(trigger -> new TriggersPage.Entry(trigger, isOpen ? samples.payload(trigger) : null))
                        .toList(),
                isOpen);
    }

    /** A sample on the way that events go, marked as one, to whoever listens to the trigger. */
    @POST
    @Path("{slug}/test")
    public Response test(@PathParam("slug") String slug) {
        var trigger = triggers.bySlug(slug).orElseThrow(() -> Problems.notFound("trigger", slug));
        var id = samples.send(trigger).await().atMost(PATIENCE);
        return Pages.seeOther("/console/events/" + id, "This sample was sent, marked as a test.");
    }
}

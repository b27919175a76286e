package io.pipestream.console;

import java.util.List;
import java.util.Locale;

import io.pipestream.trigger.Triggers;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
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

    private final Triggers triggers;

    TriggersResource(Triggers triggers) {
        this.triggers = triggers;
    }

    @GET
    public TemplateInstance list(@Context UriInfo uri) {
        var filters = Filters.of(uri.getQueryParameters(), List.of("q"));
        var wanted = filters.value("q").toLowerCase(Locale.ROOT);
        var found = triggers.all().stream()
                .filter(trigger -> trigger.slug().toLowerCase(Locale.ROOT).contains(wanted)
                        || trigger.title().toLowerCase(Locale.ROOT).contains(wanted))
                .toList();
        return new TriggersPage(filters, found, found.size() <= FEW);
    }
}

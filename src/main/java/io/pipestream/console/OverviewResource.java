package io.pipestream.console;

import java.time.Duration;

import io.pipestream.console.Charts.Span;
import io.pipestream.journal.Events;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import org.jboss.resteasy.reactive.RestHeader;
import org.jspecify.annotations.Nullable;

/** Is everything well? Looks again every five seconds. */
@Path("/console")
@Console
@RolesAllowed("admin")
@RunOnVirtualThread
@Produces(Console.HTML)
class OverviewResource {

    private static final Duration LATELY = Duration.ofMinutes(5);

    private final Vitals vitals;
    private final Charts charts;
    private final Events events;

    OverviewResource(Vitals vitals, Charts charts, Events events) {
        this.vitals = vitals;
        this.charts = charts;
        this.events = events;
    }

    /** The whole page, or, if a script asks, what of it is live. */
    @GET
    public TemplateInstance show(
            @QueryParam("span") @Nullable String span, @RestHeader("HX-Request") @Nullable String isPart) {
        var view = view(Span.of(span));
        return isPart == null ? new OverviewPage(view) : new OverviewPart(view);
    }

    private OverviewView view(Span span) {
        return new OverviewView(vitals.look(), span, charts.draw(span), charts.freshness(LATELY), events.newest() == 0);
    }
}

package io.pipestream.console;

import java.util.List;

import io.pipestream.journal.Events;
import io.pipestream.journal.StoredEvent;
import io.pipestream.platform.Cursor;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import org.jspecify.annotations.Nullable;

/** The journal: a search with its filters in the address, and what comes while somebody looks. */
@Path("/console/events")
@Console
@RolesAllowed("admin")
@RunOnVirtualThread
@Produces(Console.HTML)
class EventsResource {

    private static final String HERE = "/console/events";

    private static final String TAIL = HERE + "/tail";

    private static final int PAGE = 50;

    private final Events events;

    EventsResource(Events events) {
        this.events = events;
    }

    @GET
    public TemplateInstance list(@Context UriInfo uri, @QueryParam("cursor") @Nullable String cursor) {
        var search = EventSearchForm.of(uri.getQueryParameters());
        var end = events.newest();
        var page = events.page(search.query(), cursor, PAGE);
        var isFirst = cursor == null;
        // What came between the two looks is on the page, and must not come once more.
        var shown = page.events().isEmpty() ? 0 : page.events().getFirst().sequence();
        return new EventsPage(
                search,
                page.events(),
                page.next() == null ? null : search.address(HERE, "cursor", page.next()),
                isFirst ? null : search.address(HERE),
                page.searchedThrough(),
                isFirst ? search.address(TAIL, "after", Cursor.of(Math.max(end, shown))) : null);
    }

    /** What came after that place, as rows; and where to ask next. */
    @GET
    @Path("tail")
    public TemplateInstance tail(@Context UriInfo uri, @QueryParam("after") @DefaultValue("") String after) {
        var search = EventSearchForm.of(uri.getQueryParameters());
        var end = events.newest();
        var from = Cursor.seq(after, end);
        var found = from >= end ? List.<StoredEvent>of() : events.between(search.query(), from, end, PAGE);
        var next = found.size() < PAGE ? end : found.getLast().sequence();
        return new EventsTail(found.reversed(), search.address(TAIL, "after", Cursor.of(next)));
    }
}

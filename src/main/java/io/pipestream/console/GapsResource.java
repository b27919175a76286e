package io.pipestream.console;

import java.util.List;

import io.pipestream.connection.Connections;
import io.pipestream.console.GapsPage.Reach;
import io.pipestream.coverage.Coverage;
import io.pipestream.coverage.Gaps;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import org.jspecify.annotations.Nullable;

/** When webhooks could not be heard, why, and whether that was repaired. */
@Path("/console/gaps")
@Console
@RolesAllowed("admin")
@RunOnVirtualThread
@Produces(Console.HTML)
class GapsResource {

    private static final String HERE = "/console/gaps";

    private static final int PAGE = 50;

    private final Gaps gaps;
    private final Coverage coverage;
    private final Connections connections;

    GapsResource(Gaps gaps, Coverage coverage, Connections connections) {
        this.gaps = gaps;
        this.coverage = coverage;
        this.connections = connections;
    }

    @GET
    public TemplateInstance list(@Context UriInfo uri, @QueryParam("cursor") @Nullable String cursor) {
        var filters = Filters.of(uri.getQueryParameters(), List.of("state", "connection_id"));
        var page = gaps.page(filters.get("connection_id"), filters.get("state"), cursor, PAGE);
        var reaches = connections.views().stream()
                .map(connection -> new Reach(
                        connection,
                        coverage.completeThrough(connection.id()),
                        gaps.unrepaired(connection.id()).size()))
                .toList();
        return new GapsPage(
                filters,
                reaches,
                page.data(),
                page.nextCursor() == null ? null : filters.address(HERE, "cursor", page.nextCursor()),
                cursor == null ? null : filters.address(HERE));
    }
}

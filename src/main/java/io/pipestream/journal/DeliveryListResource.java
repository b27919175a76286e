package io.pipestream.journal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.pipestream.journal.DeliveryFilter.Outcome;
import io.pipestream.journal.DeliverySearchRepository.Listed;
import io.pipestream.platform.Limits;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What came, whether it was news or not: requests of webhooks, and the polled rows that were news or not understood. */
@Path("/api/deliveries")
@RolesAllowed("admin")
@Tag(name = "deliveries")
class DeliveryListResource {

    /** Deliveries that are looked at by one statement. */
    private static final int STRETCH = 5_000;

    /** @param nextCursor hand it back to read on; null on the last page. A page may be short, or even empty, before that. */
    record Page(List<Listed> data, @Nullable String nextCursor) {}

    private final DeliverySearchRepository deliveries;
    private final Duration patience;

    DeliveryListResource(DeliverySearchRepository deliveries, SearchConfig config) {
        this.deliveries = deliveries;
        this.patience = config.patience();
    }

    @GET
    @RunOnVirtualThread
    @Operation(summary = "Deliveries, newest first: which event each told of, and which was the first to")
    public Page list(
            @QueryParam("registration_id") @Schema(format = "uuid") @Nullable String registrationId,
            @QueryParam("connection_id") @Schema(format = "uuid") @Nullable String connectionId,
            @QueryParam("event_id") @Schema(format = "uuid") @Nullable String eventId,
            @QueryParam("received_from") @Nullable String receivedFrom,
            @QueryParam("received_to") @Nullable String receivedTo,
            @QueryParam("outcome") @Schema(enumeration = {"first", "duplicate", "quarantined"}) @Nullable
                    String outcome,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit")
                    @DefaultValue("100")
                    @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "1000")
                    String limit) {
        var filter = new DeliveryFilter(
                Parameters.uuid("registration_id", registrationId),
                Parameters.uuid("connection_id", connectionId),
                Parameters.uuid("event_id", eventId),
                Parameters.instant("received_from", receivedFrom),
                Parameters.instant("received_to", receivedTo),
                Outcome.of(outcome));
        return page(filter, Moment.of(cursor).orFrom(filter.receivedTo()), Limits.parse(limit));
    }

    private Page page(DeliveryFilter filter, Moment start, int limit) {
        var deadline = System.nanoTime() + patience.toNanos();
        var found = new ArrayList<Listed>();
        var before = start;
        while (true) {
            found.addAll(deliveries.page(filter, before, STRETCH, limit + 1 - found.size()));
            if (found.size() > limit) {
                var page = List.copyOf(found.subList(0, limit));
                var last = page.getLast();
                return new Page(page, new Moment(last.receivedAt(), last.id()).cursor());
            }
            var last = deliveries.last(filter, before, STRETCH);
            if (last == null) {
                return new Page(found, null);
            }
            before = last;
            if (System.nanoTime() - deadline > 0) {
                return new Page(found, before.cursor());
            }
        }
    }
}

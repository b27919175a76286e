package io.pipestream.verbatim;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.pipestream.journal.Deliveries;
import io.pipestream.journal.KeptDelivery;
import io.pipestream.platform.Limits;
import io.pipestream.platform.Problems;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Who told of an event: the delivery that was first, and those that came after. */
@Path("/api/events/{id}/deliveries")
@RolesAllowed("admin")
@Tag(name = "events")
class EventDeliveriesResource {

    /**
     * A delivery, or a row that polling read.
     *
     * @param outcome        {@code first} if the event was made of it, else {@code duplicate}
     * @param path           {@code webhook}, {@code poll} or {@code backfill}
     * @param registrationId of the webhook that brought it; null for a row
     * @param connectionId   the connection a row was read from; null for a webhook's delivery
     * @param body           where its body is; null once that was removed
     */
    record View(
            UUID id,
            String outcome,
            String path,
            Instant receivedAt,
            @Nullable UUID registrationId,
            @Nullable UUID connectionId,
            Map<String, String> headers,
            @Nullable String body) {}

    record Page(List<View> data) {}

    private final Deliveries deliveries;

    EventDeliveriesResource(Deliveries deliveries) {
        this.deliveries = deliveries;
    }

    @GET
    @RunOnVirtualThread
    @Operation(summary = "The deliveries that told of the event: the first, then the others, newest first")
    public Page list(
            @PathParam("id") UUID id,
            @QueryParam("limit")
                    @DefaultValue("100")
                    @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "1000")
                    String limit) {
        var size = Limits.parse(limit);
        var found = deliveries.of(id, size);
        if (found.isEmpty() && deliveries.origin(id).isEmpty()) {
            throw Problems.notFound("event", id);
        }
        return new Page(found.stream().map(EventDeliveriesResource::view).toList());
    }

    private static View view(KeptDelivery delivery) {
        return new View(
                delivery.id(),
                delivery.isFirst() ? "first" : "duplicate",
                delivery.path(),
                delivery.receivedAt(),
                delivery.registrationId(),
                delivery.connectionId(),
                delivery.headers(),
                delivery.isBodyKept() ? "/api/deliveries/" + delivery.id() + "/body" : null);
    }
}

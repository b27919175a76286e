package io.pipestream.journal;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

import io.pipestream.journal.EventFilter.State;
import io.pipestream.platform.Cursor;
import io.pipestream.platform.Limits;
import io.pipestream.platform.Problems;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Multi;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.sse.OutboundSseEvent;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The journal for people and scripts: what happened, newest first, and what happens, live. */
@Path("/api/events")
@RolesAllowed("admin")
@Tag(name = "events")
class EventResource {

    /** @param nextCursor hand it back to read on; null on the last page */
    record Page(List<StoredEvent> data, @Nullable String nextCursor) {}

    private final EventRepository events;
    private final LiveTail tail;

    EventResource(EventRepository events, LiveTail tail) {
        this.events = events;
        this.tail = tail;
    }

    @GET
    @RunOnVirtualThread
    @Operation(summary = "Stored events, newest first")
    public Page list(
            @QueryParam("object") @Nullable String object,
            @QueryParam("action") @Nullable String action,
            @QueryParam("record_id") @Nullable String recordId,
            @QueryParam("received_from") @Nullable String from,
            @QueryParam("received_to") @Nullable String to,
            @QueryParam("state") @Nullable String state,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit")
                    @DefaultValue("100")
                    @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "1000")
                    String limit) {
        var size = Limits.parse(limit);
        var filter = new EventFilter(
                object, action, recordId, instant("received_from", from), instant("received_to", to), state(state));
        var found = events.page(filter, Cursor.seq(cursor, Long.MAX_VALUE), size + 1);
        var more = found.size() > size;
        var data = more ? found.subList(0, size) : found;
        return new Page(data, more ? Cursor.of(data.getLast().sequence()) : null);
    }

    @GET
    @Path("{id}")
    @RunOnVirtualThread
    @Operation(summary = "One event")
    public StoredEvent get(@PathParam("id") UUID id) {
        return events.find(id).orElseThrow(() -> Problems.notFound("event", id));
    }

    /**
     * Events as they are committed, as server-sent events; {@code id} is the place in the journal, so a client that
     * reconnects with {@code Last-Event-ID} misses nothing.
     */
    @GET
    @Path("stream")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(summary = "Live tail of events (server-sent events), resumable by Last-Event-ID")
    public Multi<OutboundSseEvent> stream(
            @QueryParam("object") @Nullable String object,
            @QueryParam("action") @Nullable String action,
            @QueryParam("record_id") @Nullable String recordId,
            @HeaderParam("Last-Event-ID") @Nullable String lastEventId) {
        return tail.follow(new EventFilter(object, action, recordId, null, null, null), place(lastEventId));
    }

    private static @Nullable Long place(@Nullable String lastEventId) {
        return lastEventId == null || lastEventId.isEmpty() ? null : (Long) Cursor.seq(lastEventId, 0);
    }

    private static @Nullable State state(@Nullable String word) {
        if (word == null) {
            return null;
        }
        try {
            return State.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw Problems.of(Status.BAD_REQUEST, "state-invalid", "state is one of pending, published, failed.");
        }
    }

    private static @Nullable Instant instant(String name, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw Problems.of(
                    Status.BAD_REQUEST, "time-invalid", name + " is an RFC 3339 time such as 2026-03-01T10:00:00Z.");
        }
    }
}

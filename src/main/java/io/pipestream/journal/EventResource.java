package io.pipestream.journal;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.pipestream.platform.Cursor;
import io.pipestream.platform.Limits;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Multi;
import io.vertx.core.http.HttpServerResponse;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestMulti;
import org.jspecify.annotations.Nullable;

/** The journal for people and scripts: what happened, newest first, and what happens, live. */
@Path("/api/events")
@RolesAllowed("admin")
@Tag(name = "events")
class EventResource {

    private static final Logger LOG = Logger.getLogger(EventResource.class);

    /**
     * A page.
     *
     * @param nextCursor      hand it back to read on; null on the last page
     * @param searchedThrough null unless the page is short because what is wanted is rare, and the time for a search is
     *     over: events received after it have been looked at, and {@code nextCursor} goes on from there
     */
    record Page(
            List<StoredEvent> data,
            @Nullable String nextCursor,
            @Nullable Instant searchedThrough) {}

    private final EventRepository events;
    private final EventSearch search;
    private final EventExport export;
    private final Timeline timeline;
    private final LiveTail tail;
    private final DroppedEvents dropped;

    EventResource(
            EventRepository events,
            EventSearch search,
            EventExport export,
            Timeline timeline,
            LiveTail tail,
            DroppedEvents dropped) {
        this.events = events;
        this.search = search;
        this.export = export;
        this.timeline = timeline;
        this.tail = tail;
        this.dropped = dropped;
    }

    @GET
    @RunOnVirtualThread
    @Operation(summary = "Stored events, newest first")
    public Page list(
            @BeanParam EventQuery query,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit")
                    @DefaultValue("100")
                    @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "1000")
                    String limit) {
        var found = search.page(query.filter(), Cursor.seq(cursor, Long.MAX_VALUE), Limits.parse(limit));
        return new Page(found.events(), found.next() == null ? null : Cursor.of(found.next()), found.searchedThrough());
    }

    @GET
    @Path("count")
    @RunOnVirtualThread
    @Operation(summary = "How many events there are: counted up to 10,000, estimated beyond")
    public EventSearch.Count count(@BeanParam EventQuery query) {
        return search.count(query.filter());
    }

    /**
     * All of them, as a file. What is appended meanwhile is not in it. A connection that breaks off shows that it is not
     * whole.
     */
    @GET
    @Path("export")
    @Blocking
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    @Operation(summary = "Events as NDJSON or CSV, oldest first, streamed")
    public Multi<byte[]> export(
            @BeanParam EventQuery query,
            @QueryParam("format") @DefaultValue("ndjson") @Schema(enumeration = {"ndjson", "csv"}) String format,
            @QueryParam("limit") @Schema(type = SchemaType.INTEGER, minimum = "1") @Nullable String limit,
            @HeaderParam(HttpHeaders.ACCEPT_ENCODING) @Nullable String encodings,
            @Context HttpServerResponse response) {
        var filter = query.filter();
        search.check(filter);
        var written = ExportFormat.of(format);
        var gzip = encodings != null && encodings.contains("gzip");
        var bytes = export.of(filter, written, gzip, Limits.parse(limit, Long.MAX_VALUE))
                .onFailure()
                .invoke(failure -> {
                    LOG.warnf(failure, "export broken off");
                    response.reset();
                });
        var answer = RestMulti.fromMultiData(bytes)
                .header(HttpHeaders.CONTENT_TYPE, written.mediaType())
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"events." + written.ending() + '"');
        return gzip ? answer.header(HttpHeaders.CONTENT_ENCODING, "gzip").build() : answer.build();
    }

    @GET
    @Path("{id}")
    @RunOnVirtualThread
    @Operation(summary = "One event")
    public StoredEvent get(@PathParam("id") UUID id) {
        return events.find(id).orElseThrow(() -> dropped.problem(id));
    }

    /** What is known of one event's way, in order of time; what has no time of its own stands where it belongs. */
    record Story(UUID id, List<TimelineEntry> data) {}

    @GET
    @Path("{id}/timeline")
    @RunOnVirtualThread
    @Operation(summary = "One event's way: received, stored, seen again, published, and what was done with it since")
    public Story timeline(@PathParam("id") UUID id) {
        return new Story(id, timeline.of(id).orElseThrow(() -> dropped.problem(id)));
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
        return tail.follow(EventFilter.ofRecord(object, action, recordId), place(lastEventId));
    }

    private static @Nullable Long place(@Nullable String lastEventId) {
        return lastEventId == null || lastEventId.isEmpty() ? null : (Long) Cursor.seq(lastEventId, 0);
    }
}

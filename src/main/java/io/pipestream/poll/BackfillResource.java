package io.pipestream.poll;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;

import io.pipestream.connection.Connections;
import io.pipestream.pipedrive.Listing;
import io.pipestream.platform.Problems;
import io.pipestream.poll.Backfill.Part;
import io.pipestream.poll.Backfill.State;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Reads a range of the past on request. */
@Path("/api/backfills")
@RolesAllowed("admin")
@RunOnVirtualThread
@Tag(name = "backfills")
class BackfillResource {

    private static final int SHOWN = 100;

    /**
     * What a caller asks for.
     *
     * @param from   inclusive, by Pipedrive's clock
     * @param to     exclusive; now where it is left out
     * @param dryRun whether to tell only what it would read and cost
     */
    record Request(
            @NotNull UUID connectionId,
            @NotEmpty List<@NotNull String> objects,
            @NotNull Instant from,
            @Nullable Instant to,
            boolean dryRun) {}

    record ListingView(String listing, boolean done, long pages, long rows, long events, long tokens) {

        static ListingView of(Part part) {
            return new ListingView(
                    word(part.listing()), part.isDone(), part.pages(), part.rows(), part.events(), part.tokens());
        }
    }

    /** @param events those that were news */
    record View(
            UUID id,
            UUID connectionId,
            List<String> objects,
            Instant from,
            Instant to,
            State state,
            @Nullable Instant waitUntil,
            @Nullable String detail,
            long rows,
            long events,
            long tokens,
            List<ListingView> progress,
            Instant createdAt,
            @Nullable Instant finishedAt) {

        static View of(Backfill backfill) {
            var parts = backfill.parts();
            return new View(
                    backfill.id(),
                    backfill.connectionId(),
                    backfill.objects(),
                    backfill.from(),
                    backfill.to(),
                    backfill.state(),
                    backfill.waitUntil(),
                    backfill.detail(),
                    parts.stream().mapToLong(Part::rows).sum(),
                    parts.stream().mapToLong(Part::events).sum(),
                    parts.stream().mapToLong(Part::tokens).sum(),
                    parts.stream().map(ListingView::of).toList(),
                    backfill.createdAt(),
                    backfill.finishedAt());
        }
    }

    record Page(List<View> data) {}

    record ExtentView(String listing, long rows, long pages, long tokens, boolean estimate) {}

    /** @param estimate whether any of the lists is longer than what was read of it */
    record DryRunView(long rows, long tokens, boolean estimate, List<ExtentView> listings) {

        static DryRunView of(List<DryRun.Extent> extents) {
            return new DryRunView(
                    extents.stream().mapToLong(DryRun.Extent::rows).sum(),
                    extents.stream().mapToLong(DryRun.Extent::tokens).sum(),
                    extents.stream().anyMatch(DryRun.Extent::isEstimate),
                    extents.stream()
                            .map(extent -> new ExtentView(
                                    word(extent.listing()),
                                    extent.rows(),
                                    extent.pages(),
                                    extent.tokens(),
                                    extent.isEstimate()))
                            .toList());
        }
    }

    private final BackfillRepository backfills;
    private final BackfillWorker worker;
    private final DryRun dryRun;
    private final Connections connections;
    private final Clock clock;

    BackfillResource(
            BackfillRepository backfills, BackfillWorker worker, DryRun dryRun, Connections connections, Clock clock) {
        this.backfills = backfills;
        this.worker = worker;
        this.dryRun = dryRun;
        this.connections = connections;
        this.clock = clock;
    }

    @POST
    @Operation(summary = "Read a range of the past; with dry_run, only tell how many rows and tokens that takes")
    public Response create(@NotNull @Valid Request request) {
        var connection = connections.get(request.connectionId());
        var listings = listings(request.objects());
        var now = clock.instant();
        var to = request.to() == null ? now : request.to();
        if (!request.from().isBefore(to) || request.from().isAfter(now)) {
            throw Problems.of(
                    Status.BAD_REQUEST, "backfill-range-invalid", "from must lie before to, and not in the future.");
        }
        if (request.dryRun()) {
            return Response.ok(DryRunView.of(dryRun.measure(connection, listings, request.from())))
                    .build();
        }
        var backfill = new Backfill(
                UUID.randomUUID(),
                connection.id(),
                request.objects().stream().distinct().toList(),
                request.from(),
                to,
                State.QUEUED,
                null,
                null,
                now,
                null,
                parts(listings));
        backfills.add(backfill);
        worker.takeUp(backfill.id());
        return Response.accepted(View.of(backfill))
                .location(URI.create("/api/backfills/" + backfill.id()))
                .build();
    }

    @GET
    @Operation(summary = "The newest backfills, at most 100")
    public Page list() {
        return new Page(backfills.newest(SHOWN).stream().map(View::of).toList());
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One backfill and how far it is")
    public View get(@PathParam("id") UUID id) {
        return View.of(load(id));
    }

    @DELETE
    @Path("{id}")
    @Operation(summary = "Cancel a backfill; what it found so far stays. A finished one stays as it is")
    public View cancel(@PathParam("id") UUID id) {
        load(id);
        backfills.setState(id, State.CANCELLED, null, null, clock.instant());
        return View.of(load(id));
    }

    private Backfill load(UUID id) {
        return backfills.find(id).orElseThrow(() -> Problems.notFound("backfill", id));
    }

    private static List<Listing> listings(List<String> objects) {
        for (var object : objects) {
            if (Listing.of(object).isEmpty()) {
                throw Problems.of(
                        Status.BAD_REQUEST,
                        "backfill-object-invalid",
                        "Pipedrive lists activity, deal, lead, note, organization, person and product by their time of change, and no other object.");
            }
        }
        return Backfill.listings(objects);
    }

    private static List<Part> parts(List<Listing> listings) {
        return IntStream.range(0, listings.size())
                .mapToObj(index -> new Part(index + 1, listings.get(index), "", false, 0, 0, 0))
                .toList();
    }

    private static String word(Listing listing) {
        return listing.name().toLowerCase(Locale.ROOT);
    }
}

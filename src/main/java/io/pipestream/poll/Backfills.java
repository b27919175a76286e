package io.pipestream.poll;

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
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response.Status;
import org.jspecify.annotations.Nullable;

/**
 * Ranges of the past that people ask to have read. What cannot be done is an {@link
 * io.quarkiverse.resteasy.problem.HttpProblem} that says what to do.
 */
@Singleton
public class Backfills {

    private static final int SHOWN = 100;

    private final BackfillRepository backfills;
    private final BackfillWorker worker;
    private final DryRun dryRun;
    private final Connections connections;
    private final Clock clock;

    Backfills(
            BackfillRepository backfills, BackfillWorker worker, DryRun dryRun, Connections connections, Clock clock) {
        this.backfills = backfills;
        this.worker = worker;
        this.dryRun = dryRun;
        this.connections = connections;
        this.clock = clock;
    }

    /**
     * What is to be read.
     *
     * @param from inclusive, by Pipedrive's clock
     * @param to   exclusive; null for now
     */
    public record Wish(
            UUID connectionId,
            List<String> objects,
            Instant from,
            @Nullable Instant to) {

        public Wish {
            objects = List.copyOf(objects);
        }
    }

    /** One list of it, and how far that is. */
    public record ListingView(String listing, boolean done, long pages, long rows, long events, long tokens) {

        static ListingView of(Part part) {
            return new ListingView(
                    word(part.listing()), part.isDone(), part.pages(), part.rows(), part.events(), part.tokens());
        }
    }

    /**
     * A backfill as the API and the pages show it.
     *
     * @param events those that were news
     */
    public record View(
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

    /** What reading one list takes. */
    public record ExtentView(String listing, long rows, long pages, long tokens, boolean estimate) {}

    /**
     * What a backfill would read and cost.
     *
     * @param estimate whether any of the lists is longer than what was read of it
     */
    public record DryRunView(long rows, long tokens, boolean estimate, List<ExtentView> listings) {

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

    /** Finds out what it would read and cost; stores nothing, and costs the tokens of the first pages. */
    public DryRunView measure(Wish wish) {
        var connection = connections.get(wish.connectionId());
        var listings = listings(wish.objects());
        end(wish);
        return DryRunView.of(dryRun.measure(connection, listings, wish.from()));
    }

    /** Begins it. */
    public View ask(Wish wish) {
        var connection = connections.get(wish.connectionId());
        var listings = listings(wish.objects());
        var backfill = new Backfill(
                UUID.randomUUID(),
                connection.id(),
                wish.objects().stream().distinct().toList(),
                wish.from(),
                end(wish),
                State.QUEUED,
                null,
                null,
                clock.instant(),
                null,
                parts(listings));
        backfills.add(backfill);
        worker.takeUp(backfill.id());
        return View.of(backfill);
    }

    /** At most 100. */
    public List<View> newest() {
        return backfills.newest(SHOWN).stream().map(View::of).toList();
    }

    public View get(UUID id) {
        return View.of(load(id));
    }

    /** What it found so far stays. A finished one stays as it is. */
    public View cancel(UUID id) {
        load(id);
        backfills.setState(id, State.CANCELLED, null, null, clock.instant());
        return View.of(load(id));
    }

    private Instant end(Wish wish) {
        var now = clock.instant();
        var to = wish.to() == null ? now : wish.to();
        if (!wish.from().isBefore(to) || wish.from().isAfter(now)) {
            throw Problems.of(
                    Status.BAD_REQUEST, "backfill-range-invalid", "from must lie before to, and not in the future.");
        }
        return to;
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

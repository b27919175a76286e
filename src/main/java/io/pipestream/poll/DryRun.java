package io.pipestream.poll;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.pipestream.connection.Connections;
import io.pipestream.event.Source;
import io.pipestream.pipedrive.Listing;
import io.pipestream.pipedrive.Page;
import io.pipestream.pipedrive.PipedriveClient;
import io.pipestream.pipedrive.Purpose;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Finds out what a backfill would read and cost, without storing anything. */
@Singleton
class DryRun {

    private final PipedriveClient pipedrive;
    private final PageIntake intake;
    private final PollConfig config;
    private final Clock clock;

    DryRun(PipedriveClient pipedrive, PageIntake intake, PollConfig config, Clock clock) {
        this.pipedrive = pipedrive;
        this.intake = intake;
        this.config = config;
        this.clock = clock;
    }

    /**
     * What reading one list takes.
     *
     * @param isEstimate whether the list goes on beyond the pages that were read
     */
    record Extent(Listing listing, long rows, long pages, long tokens, boolean isEstimate) {}

    /**
     * Reads the first pages of each list, paid for by the caller who waits.
     *
     * @throws io.pipestream.pipedrive.PipedriveRefusedException if Pipedrive does not show them
     */
    List<Extent> measure(Connections.Ref connection, List<Listing> listings, Instant from) {
        return listings.stream()
                .map(listing -> measure(connection, listing, from))
                .toList();
    }

    private Extent measure(Connections.Ref connection, Listing listing, Instant from) {
        var position = "";
        long rows = 0;
        Instant reached = null;
        for (int pages = 1; pages <= config.dryRunPages(); pages++) {
            var page = pipedrive.changed(
                    connection.account(), Purpose.OPERATOR, listing, from, null, position, config.pageSize());
            rows += page.rows().size();
            reached = lastChange(connection, page, reached);
            if (page.next() == null) {
                return new Extent(listing, rows, pages, (long) pages * listing.cost(), false);
            }
            position = page.next();
        }
        return estimate(listing, rows, from, reached, clock.instant());
    }

    /** Lists come in the order of their changes; what is ahead is taken to be as dense as what was read. */
    static Extent estimate(Listing listing, long rows, long pageSize, Duration read, Duration all) {
        var seconds = Math.max(1, read.toSeconds());
        var factor = Math.max(1.0, all.toSeconds() / (double) seconds);
        var estimated = (long) Math.ceil(rows * factor);
        var pages = Math.max(1, (estimated + pageSize - 1) / pageSize);
        return new Extent(listing, estimated, pages, pages * listing.cost(), true);
    }

    private Extent estimate(Listing listing, long rows, Instant from, @Nullable Instant reached, Instant now) {
        var read = reached == null ? Duration.ZERO : Duration.between(from, reached);
        return estimate(listing, rows, config.pageSize(), read, Duration.between(from, now));
    }

    private @Nullable Instant lastChange(Connections.Ref connection, Page page, @Nullable Instant before) {
        for (var row : page.rows().reversed()) {
            var changedAt = intake.changedAt(row, connection, Source.BACKFILL);
            if (changedAt != null) {
                return changedAt;
            }
        }
        return before;
    }
}

package io.pipestream.poll;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.pipestream.pipedrive.Listing;
import io.pipestream.pipedrive.Page;
import org.jspecify.annotations.Nullable;

/**
 * One run of a sweep: what it has read and what it still has to read. A pure state machine; the state after each
 * committed page is stored, so a run goes on where it was, whoever goes on with it.
 *
 * @param windowStart  from when on everything is read; with the overlap behind the cursor
 * @param windowEnd    when the run began; the cursor moves here once every step is done
 * @param recentsSince where Recents begins; later than {@code windowStart} if the lists have to bridge what is older
 * @param items        what Recents is asked for; fixed for the run, for an offset counts these rows only
 * @param steps        what is left to do, the present one first
 * @param since        from when on the present step reads
 * @param position     where in it the next page begins; empty at its start
 */
record SweepPlan(
        Instant windowStart,
        Instant windowEnd,
        Instant recentsSince,
        List<String> items,
        List<Step> steps,
        Instant since,
        String position) {

    /** The share of a page that is read again: rows that move to the end meanwhile make the others move up. */
    private static final int OVERLAP_DIVISOR = 10;

    /** Recents has whole seconds, and a page may end within one. */
    private static final Duration STEP_BACK = Duration.ofSeconds(2);

    /** How much later than the horizon Recents begins behind the lists, so that they have days to finish. */
    private static final Duration SLACK = Duration.ofDays(3);

    private static final Duration LISTS_REACH_INTO_RECENTS = Duration.ofDays(1);

    SweepPlan {
        items = List.copyOf(items);
        steps = List.copyOf(steps);
    }

    /** A run that begins now. */
    static SweepPlan begin(Instant cursor, Instant now, Set<String> subscribed, Duration overlap, Duration horizon) {
        var start = cursor.minus(overlap).truncatedTo(ChronoUnit.SECONDS);
        var steps = new ArrayList<Step>();
        PolledObjects.besideRecents(subscribed).forEach(listing -> steps.add(new Step.Listed(listing)));
        var items = List.copyOf(PolledObjects.inRecents(subscribed));
        var recentsSince = start;
        if (!items.isEmpty()) {
            if (start.isBefore(now.minus(horizon))) {
                PolledObjects.insteadOfRecents(subscribed).forEach(listing -> steps.add(new Step.Listed(listing)));
                recentsSince = now.minus(horizon).plus(SLACK).truncatedTo(ChronoUnit.SECONDS);
            }
            steps.add(new Step.Recents());
        }
        return new SweepPlan(start, now, recentsSince, items, steps, start, "").entered();
    }

    boolean isDone() {
        return steps.isEmpty();
    }

    Step step() {
        return steps.getFirst();
    }

    /** What the present list may leave out, because Recents has it: changes from then on. Null if it may not. */
    @Nullable
    Instant until() {
        var isBridge = recentsSince.isAfter(windowStart)
                && step() instanceof Step.Listed listed
                && items.contains(listed.listing().object())
                // Whether Recents shows archived deals is not known.
                && listed.listing() != Listing.ARCHIVED_DEALS;
        return isBridge ? recentsSince.plus(LISTS_REACH_INTO_RECENTS) : null;
    }

    /** Whether it lay so long that Recents no longer reaches back to where it is to go on. */
    boolean isStale(Instant now, Duration horizon) {
        var needed = step() instanceof Step.Recents ? since : recentsSince;
        return steps.contains(new Step.Recents()) && needed.isBefore(now.minus(horizon));
    }

    /** The same window, read anew; what was read before is read again and is no news. */
    SweepPlan again(Instant now, Set<String> subscribed, Duration horizon) {
        return begin(windowStart, now, subscribed, Duration.ZERO, horizon);
    }

    /** The same step from its beginning: its position is no longer understood. */
    SweepPlan stepAgain() {
        return at(since, "");
    }

    /** What is left once this page is committed. */
    SweepPlan after(Page page) {
        var next = page.next();
        if (next == null) {
            return nextStep();
        }
        return step() instanceof Step.Recents ? afterRecents(next, page.lastTimestamp()) : at(since, next);
    }

    /**
     * Time is the better position: an offset skips rows when others move up. Only within one second, which may hold a
     * whole import, nothing but an offset leads on. It goes on to the end of Recents, past {@link #windowEnd}: a record
     * that was added in this window and has changed since is found there, and to the next run it would be a change.
     */
    private SweepPlan afterRecents(String next, @Nullable Instant lastTimestamp) {
        if (lastTimestamp == null) {
            return at(since, overlapping(next));
        }
        var later = lastTimestamp.minus(STEP_BACK);
        return later.isAfter(since) ? at(later, "") : at(since, overlapping(next));
    }

    private String overlapping(String next) {
        if (!isNumber(next)) {
            return next;
        }
        var here = isNumber(position) ? Long.parseLong(position) : 0;
        var there = Long.parseLong(next);
        var back = there - Math.max(1, (there - here) / OVERLAP_DIVISOR);
        return back > here ? Long.toString(back) : next;
    }

    private static boolean isNumber(String text) {
        return text.matches("\\d{1,12}");
    }

    private SweepPlan nextStep() {
        return new SweepPlan(
                        windowStart, windowEnd, recentsSince, items, steps.subList(1, steps.size()), windowStart, "")
                .entered();
    }

    private SweepPlan entered() {
        return !isDone() && step() instanceof Step.Recents ? at(recentsSince, "") : this;
    }

    private SweepPlan at(Instant newSince, String newPosition) {
        return new SweepPlan(windowStart, windowEnd, recentsSince, items, steps, newSince, newPosition);
    }
}

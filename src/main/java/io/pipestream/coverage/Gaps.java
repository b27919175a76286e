package io.pipestream.coverage;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.pipestream.coverage.Gap.State;
import io.pipestream.coverage.GapRepository.Listed;
import io.pipestream.platform.Cursor;
import io.pipestream.platform.Problems;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.core.Response.Status;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Times of blindness, from the moment somebody notices until they are repaired. Any instance may say anything at any
 * time and again.
 */
@Singleton
public class Gaps {

    private static final Logger LOG = Logger.getLogger(Gaps.class);

    private final GapRepository gaps;
    private final CoverageRepository coverage;
    private final Clock clock;
    private final Counter closed;

    Gaps(GapRepository gaps, CoverageRepository coverage, Clock clock, MeterRegistry meters) {
        this.gaps = gaps;
        this.coverage = coverage;
        this.clock = clock;
        this.closed = meters.counter("pipestream.gaps.closed");
    }

    /**
     * Notes that the connection is blind. While a gap of this cause goes on, this is that gap, from the earlier of both
     * starts and with its first detail.
     *
     * @param from   the last moment at which all was surely well
     * @param detail for people
     */
    @Transactional
    public Gap open(UUID connectionId, Cause cause, Instant from, String detail) {
        var id = UUID.randomUUID();
        var gap = gaps.open(id, connectionId, cause, from, detail);
        if (gap.id().equals(id)) {
            LOG.warnf(
                    "gap opened gap=%s connection=%s cause=%s from=%s reason=%s",
                    id, connectionId, cause.word(), from, detail);
        }
        return gap;
    }

    /** Notes that the connection is no longer blind of this cause. Without such a gap nothing happens. */
    @Transactional
    public void over(UUID connectionId, Cause cause, Instant to) {
        var gap = gaps.over(connectionId, cause, to);
        if (gap != null) {
            LOG.infof(
                    "gap is over and waits for its repair gap=%s connection=%s cause=%s from=%s to=%s",
                    gap.id(), connectionId, cause.word(), gap.from(), gap.to());
        }
    }

    /** What goes on and what waits for its repair, by the start, earliest first. */
    public List<Gap> unrepaired(UUID connectionId) {
        return gaps.unrepaired(connectionId);
    }

    /**
     * A page of the list.
     *
     * @param nextCursor hand it back to read on; null on the last page
     */
    public record Page(List<Gap> data, @Nullable String nextCursor) {}

    /**
     * The one that was noticed last first.
     *
     * @param connectionId null for those of all
     * @param state        its word; null for any
     * @throws io.quarkiverse.resteasy.problem.HttpProblem that says what to give instead
     */
    public Page page(@Nullable String connectionId, @Nullable String state, @Nullable String cursor, int size) {
        var found = gaps.page(connection(connectionId), state(state), Cursor.seq(cursor, Long.MAX_VALUE), size + 1);
        var more = found.size() > size;
        var page = more ? found.subList(0, size) : found;
        return new Page(
                page.stream().map(Listed::gap).toList(),
                more ? Cursor.of(page.getLast().seq()) : null);
    }

    private static @Nullable UUID connection(@Nullable String id) {
        if (id == null) {
            return null;
        }
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw Problems.of(
                    Status.BAD_REQUEST,
                    "connection-id-invalid",
                    "connection_id is a UUID as /api/connections lists it.");
        }
    }

    private static @Nullable State state(@Nullable String word) {
        if (word == null) {
            return null;
        }
        try {
            return State.of(word);
        } catch (IllegalArgumentException e) {
            throw Problems.of(Status.BAD_REQUEST, "state-invalid", "state is one of blind, open, closed.");
        }
    }

    /** Counts events that the repair brought. */
    @Transactional
    public void found(UUID gapId, long more) {
        gaps.found(gapId, more);
    }

    /**
     * Notes that everything of the gap is in the journal, as far as Pipedrive still shows it. A gap that goes on stays:
     * what is yet to come cannot have been read.
     */
    @Transactional
    public void close(UUID gapId) {
        var gap = gaps.close(gapId, clock.instant());
        if (gap == null) {
            return;
        }
        coverage.advance(gap.connectionId());
        closed.increment();
        LOG.infof(
                "gap closed gap=%s connection=%s cause=%s from=%s to=%s found=%d",
                gap.id(), gap.connectionId(), gap.cause().word(), gap.from(), gap.to(), gap.found());
    }
}

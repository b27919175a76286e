package io.pipestream.poll;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import io.pipestream.connection.Connections;
import io.pipestream.event.Source;
import io.pipestream.pipedrive.Budgets;
import io.pipestream.pipedrive.Page;
import io.pipestream.pipedrive.PipedriveClient;
import io.pipestream.pipedrive.PipedriveRefusedException;
import io.pipestream.pipedrive.PipedriveRefusedException.Reason;
import io.pipestream.pipedrive.Purpose;
import io.pipestream.platform.Lease;
import io.pipestream.poll.Backfill.Part;
import io.pipestream.poll.Backfill.State;
import io.pipestream.poll.Cadence.Means;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * Reads one backfill on: a page, its commit, its position, and the next. What checks and sweeps need of the day's
 * tokens is left to them.
 */
@Singleton
class Backfiller {

    private static final Logger LOG = Logger.getLogger(Backfiller.class);

    /** Of the day's background tokens, for checks of the webhooks and for sweeps. */
    private static final double RESERVE = 0.85;

    /** What is left grows as the day goes by and others spend less than their share. */
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(10);

    private final BackfillRepository backfills;
    private final Connections connections;
    private final PipedriveClient pipedrive;
    private final Budgets budgets;
    private final PageIntake intake;
    private final PollConfig config;
    private final Clock clock;

    Backfiller(
            BackfillRepository backfills,
            Connections connections,
            PipedriveClient pipedrive,
            Budgets budgets,
            PageIntake intake,
            PollConfig config,
            Clock clock) {
        this.backfills = backfills;
        this.connections = connections;
        this.pipedrive = pipedrive;
        this.budgets = budgets;
        this.intake = intake;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Goes on until it is done, cancelled, or something is in the way. Blocking.
     *
     * @param held the lease {@code backfill:{id}}
     */
    void run(UUID id, Lease.Held held) {
        if (!backfills.setState(id, State.RUNNING, null, null, null)) {
            return;
        }
        while (true) {
            held.renew();
            var backfill = backfills.find(id).orElse(null);
            if (backfill == null || backfill.state() != State.RUNNING) {
                return;
            }
            var part = backfill.next().orElse(null);
            if (part == null) {
                backfills.setState(id, State.DONE, null, null, clock.instant());
                LOG.infof("backfill done backfill=%s connection=%s", id, backfill.connectionId());
                return;
            }
            if (!page(backfill, part)) {
                return;
            }
        }
    }

    /** Reads a page; false if it cannot go on now. */
    private boolean page(Backfill backfill, Part part) {
        var connection = connections.get(backfill.connectionId());
        var now = clock.instant();
        var means = Means.of(budgets.today(connection.companyId()), Purpose.BACKFILL, RESERVE, now);
        if (!means.affords(part.listing().cost())) {
            var until = now.plus(means.untilReset().compareTo(LOOK_AGAIN) < 0 ? means.untilReset() : LOOK_AGAIN);
            wait(backfill, until, "Waits for tokens: what is left of today's is kept for polling.");
            return false;
        }
        if (!intake.isOpen()) {
            wait(backfill, now.plus(Waits.AFTER_FAILURE), "Waits for deliveries of an outage, which come first.");
            return false;
        }
        Page page;
        try {
            // Without an end: what was added in the range may have been changed after it.
            page = pipedrive.changed(
                    connection.account(),
                    Purpose.BACKFILL,
                    part.listing(),
                    backfill.from(),
                    null,
                    part.position(),
                    config.pageSize());
        } catch (PipedriveRefusedException e) {
            refused(backfill, part, e);
            return false;
        }
        var news = intake.take(
                page.rows(), new PageIntake.Reading(connection, Source.BACKFILL, backfill.window(), any -> true));
        return backfills.advance(backfill.id(), part, page.next(), page.rows().size(), news.size());
    }

    private void refused(Backfill backfill, Part part, PipedriveRefusedException e) {
        var positionIsStale = e.reason() == Reason.INVALID && !part.position().isEmpty();
        if (positionIsStale) {
            backfills.restart(backfill.id(), part);
        } else if (cannotBeMended(e.reason())) {
            backfills.setState(backfill.id(), State.FAILED, null, e.advice(), clock.instant());
            LOG.warnf("backfill failed backfill=%s reason=%s advice=%s", backfill.id(), e.reason(), e.advice());
            return;
        }
        wait(backfill, Waits.after(e, clock.instant()), e.advice());
    }

    private static boolean cannotBeMended(Reason reason) {
        return reason == Reason.INVALID || reason == Reason.NOT_FOUND || reason == Reason.FORBIDDEN;
    }

    private void wait(Backfill backfill, Instant until, String why) {
        backfills.setState(backfill.id(), State.WAITING, until, why, null);
        LOG.infof("backfill waits backfill=%s until=%s reason=%s", backfill.id(), until, why);
    }

    /** After something of ours failed. */
    void failed(UUID id) {
        backfills.setState(
                id,
                State.WAITING,
                clock.instant().plus(Waits.AFTER_FAILURE),
                "Something failed here, see the log; it goes on by itself.",
                null);
    }
}

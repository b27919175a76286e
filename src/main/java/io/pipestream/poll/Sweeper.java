package io.pipestream.poll;

import java.time.Clock;
import java.util.HashMap;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

import io.pipestream.connection.Connections;
import io.pipestream.event.Action;
import io.pipestream.event.Observation;
import io.pipestream.event.Source;
import io.pipestream.pipedrive.Budgets;
import io.pipestream.pipedrive.Page;
import io.pipestream.pipedrive.PipedriveClient;
import io.pipestream.pipedrive.PipedriveRefusedException;
import io.pipestream.pipedrive.PipedriveRefusedException.Reason;
import io.pipestream.platform.Lease;
import io.pipestream.poll.Cadence.Means;
import io.pipestream.poll.Cadence.Pace;
import io.pipestream.subscription.Listening;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * Reads a connection from its cursor to now, page by page. A position is stored only after its page is committed, so
 * whatever ends a run, the next one goes on there and loses nothing. One page is in memory at a time.
 */
@Singleton
class Sweeper {

    private static final Logger LOG = Logger.getLogger(Sweeper.class);

    private final SweepRepository sweeps;
    private final Listening listening;
    private final PipedriveClient pipedrive;
    private final Budgets budgets;
    private final PageIntake intake;
    private final Findings findings;
    private final PollMetrics metrics;
    private final PollConfig config;
    private final Clock clock;

    // More than the usual six: this is where the parts of polling meet.
    Sweeper(
            SweepRepository sweeps,
            Listening listening,
            PipedriveClient pipedrive,
            Budgets budgets,
            PageIntake intake,
            Findings findings,
            PollMetrics metrics,
            PollConfig config,
            Clock clock) {
        this.sweeps = sweeps;
        this.listening = listening;
        this.pipedrive = pipedrive;
        this.budgets = budgets;
        this.intake = intake;
        this.findings = findings;
        this.metrics = metrics;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Begins a run, or goes on with the one under way, until it is done or something is in the way. Blocking.
     *
     * @param held the lease {@code poll:{connection}}
     */
    void sweep(Connections.Ref connection, Sweep sweep, Pace pace, Lease.Held held) {
        var subscribed = listening.objects(connection.id());
        if (PolledObjects.cost(subscribed) == 0) {
            var now = clock.instant();
            sweeps.save(sweep.idle(now)).ifPresent(idle -> findings.complete(connection.id(), now));
            return;
        }
        var running = started(sweep, subscribed);
        while (running.isPresent()
                && running.get().plan() != null
                && running.get().mode() != Mode.OFF) {
            held.renew();
            running = page(connection, running.get(), pace);
        }
    }

    private Optional<Sweep> started(Sweep sweep, Set<String> subscribed) {
        var now = clock.instant();
        var plan = sweep.plan();
        if (plan == null) {
            return sweeps.save(sweep.running(
                    SweepPlan.begin(sweep.cursor(), now, subscribed, config.overlap(), config.horizon())));
        }
        return plan.isStale(now, config.horizon())
                ? sweeps.save(sweep.running(plan.again(now, subscribed, config.horizon())))
                : Optional.of(sweep);
    }

    /** Reads a page of the plan. Returns nothing if the run cannot go on now. */
    private Optional<Sweep> page(Connections.Ref connection, Sweep sweep, Pace pace) {
        var plan = sweep.planOrFail();
        if (!Means.of(budgets.today(connection.companyId()), pace, clock.instant())
                .affords(plan.step().cost())) {
            metrics.run(PollMetrics.End.PAUSED);
            return Optional.empty();
        }
        if (!intake.isOpen()) {
            LOG.infof("sweep waits for deliveries to be drained connection=%s", connection.id());
            metrics.run(PollMetrics.End.PAUSED);
            return Optional.empty();
        }
        Page page;
        try {
            page = read(connection, plan, pace);
        } catch (PipedriveRefusedException e) {
            refused(sweep, plan, e);
            return Optional.empty();
        }
        var source = plan.step() instanceof Step.Recents ? Source.RECENTS : Source.LIST;
        var news = intake.take(
                page.rows(), new PageIntake.Reading(connection, source, sweep.window(plan), heard(connection.id())));
        findings.news(connection.id(), news);
        var rest = plan.after(page);
        var saved = sweeps.save(sweep.after(rest, page.rows().size(), news.size()));
        saved.filter(done -> done.plan() == null).ifPresent(done -> {
            findings.complete(connection.id(), plan.windowEnd());
            metrics.run(PollMetrics.End.COMPLETE);
            LOG.debugf("sweep complete connection=%s rows=%d events=%d", connection.id(), done.rows(), done.events());
        });
        return saved;
    }

    private Page read(Connections.Ref connection, SweepPlan plan, Pace pace) {
        var account = connection.account();
        var purpose = pace.purpose();
        if (plan.step() instanceof Step.Listed(var listing)) {
            return pipedrive.changed(
                    account, purpose, listing, plan.since(), plan.until(), plan.position(), config.pageSize());
        }
        return pipedrive.recents(
                account, purpose, plan.since(), Set.copyOf(plan.items()), plan.position(), config.pageSize());
    }

    private void refused(Sweep sweep, SweepPlan plan, PipedriveRefusedException e) {
        metrics.run(PollMetrics.End.PAUSED);
        var until = Waits.after(e, clock.instant());
        LOG.infof(
                "sweep paused connection=%s reason=%s until=%s advice=%s",
                sweep.connectionId(), e.reason(), until, e.advice());
        var kept = e.reason() == Reason.INVALID && !plan.position().isEmpty() ? sweep.with(plan.stepAgain()) : sweep;
        sweeps.save(kept.waiting(until, e.reason().name()));
    }

    /** Keeps the next tries apart after something of ours failed, for each costs tokens. */
    void failed(UUID connectionId) {
        metrics.run(PollMetrics.End.FAILED);
        sweeps.find(connectionId)
                .ifPresent(sweep -> sweeps.save(sweep.waiting(clock.instant().plus(Waits.AFTER_FAILURE), "FAILED")));
    }

    /** What is subscribed to; asked once a page for each kind of event. */
    private Predicate<Observation> heard(UUID connectionId) {
        record Kind(String object, Action action) {}
        var known = new HashMap<Kind, Boolean>();
        return observation -> known.computeIfAbsent(
                new Kind(observation.record().object(), observation.action()),
                kind -> listening.hears(connectionId, kind.object(), kind.action()));
    }
}

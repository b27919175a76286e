package io.pipestream.poll;

import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

import io.pipestream.connection.Connections;
import io.pipestream.coverage.Gaps;
import io.pipestream.pipedrive.Budget;
import io.pipestream.pipedrive.Budgets;
import io.pipestream.poll.Timetable.Situation;
import io.pipestream.poll.Timetable.Turn;
import io.pipestream.subscription.Listening;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** What is due when: gathers what {@link Timetable} decides by. */
@Singleton
class Agenda {

    private final SweepRepository sweeps;
    private final Listening listening;
    private final Gaps gaps;
    private final Budgets budgets;
    private final PollConfig config;
    private final Clock clock;

    Agenda(SweepRepository sweeps, Listening listening, Gaps gaps, Budgets budgets, PollConfig config, Clock clock) {
        this.sweeps = sweeps;
        this.listening = listening;
        this.gaps = gaps;
        this.budgets = budgets;
        this.config = config;
        this.clock = clock;
    }

    /**
     * How a connection stands.
     *
     * @param next         its next turn; null if it is not polled
     * @param foundWithin  how long after a webhook failed to tell of a change a sweep finds it, if the budget lasts;
     *     null if it is not polled
     */
    record Standing(
            Sweep sweep,
            int cost,
            Budget budget,
            @Nullable Turn next,
            @Nullable Duration foundWithin) {}

    Standing standing(Connections.Ref connection) {
        var now = clock.instant();
        var sweep = sweep(connection);
        var cost = PolledObjects.cost(listening.objects(connection.id()));
        var situation = new Situation(
                sweep.mode(),
                sweep.lastRunAt(),
                sweep.plan() != null,
                sweep.waitUntil(),
                listening.of(connection.id()).isWell(),
                gaps.unrepaired(connection.id()),
                listening.doubts(connection.id()),
                cost);
        var budget = budgets.today(connection.companyId());
        var next = Timetable.next(situation, budget, config.settle(), now);
        var foundWithin = next == null
                ? null
                : Cadence.interval(next.pace(), cost, Cadence.Means.of(budget, next.pace(), now))
                        .plus(config.settle())
                        .plus(config.tick());
        return new Standing(sweep, cost, budget, next, foundWithin);
    }

    /** The connection's row. It begins when the account was connected and not at the beginning of time. */
    Sweep sweep(Connections.Ref connection) {
        return sweeps.find(connection.id())
                // Pipedrive's times are whole seconds: what is added in this one is new.
                .orElseGet(() -> sweeps.findOrBegin(
                        connection.id(), connection.connectedAt().truncatedTo(ChronoUnit.SECONDS)));
    }
}

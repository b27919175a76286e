package io.pipestream.console;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.pipestream.console.MinuteRepository.Minute;
import io.pipestream.journal.EventCounts;
import io.pipestream.journal.Events;
import io.pipestream.journal.OutboxRepository;
import io.pipestream.platform.PostgresException;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * Keeps what happened in each minute, so that a chart over a week reads some thousand small rows and not the journal.
 * Every instance adds what its own meters grew by; what it has not yet added dies with it. Events are counted from the
 * journal, each once, by whichever instance is first.
 */
@Singleton
class MinuteKeeper {

    private static final Logger LOG = Logger.getLogger(MinuteKeeper.class);

    /** A day more than the longest chart. */
    private static final Duration KEPT = Duration.ofDays(8);

    /** Events that are counted at once; the next tick goes on. */
    private static final long STEP = 20_000;

    /** A journal that is older than the console is counted from here on. */
    private static final long LOOKED_BACK = 500_000;

    private static final int TICKS_AN_HOUR = 360;

    private final MinuteRepository minutes;
    private final EventCounts counts;
    private final Events events;
    private final OutboxRepository outbox;
    private final MeterRegistry meters;
    private final Clock clock;

    private double duplicatesSeen;
    private long freshSeen;
    private double freshSecondsSeen;
    private int ticks;

    MinuteKeeper(
            MinuteRepository minutes,
            EventCounts counts,
            Events events,
            OutboxRepository outbox,
            MeterRegistry meters,
            Clock clock) {
        this.minutes = minutes;
        this.counts = counts;
        this.events = events;
        this.outbox = outbox;
        this.meters = meters;
        this.clock = clock;
    }

    /** If Postgres does not answer, meters are added with the next tick. */
    @Scheduled(every = "10s", concurrentExecution = ConcurrentExecution.SKIP)
    void tick() {
        try {
            addMeters();
            addEvents();
            if (ticks++ % TICKS_AN_HOUR == 0) {
                minutes.forget(clock.instant().minus(KEPT));
            }
        } catch (PostgresException e) {
            LOG.debugf(e, "minutes not kept; the next tick adds them");
        }
    }

    private synchronized void addMeters() {
        var duplicates = meters.find("pipestream.webhooks.received").tag("outcome", "duplicate").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
        var timers = meters.find("pipestream.freshness").timers();
        var fresh = timers.stream().mapToLong(Timer::count).sum();
        var freshSeconds = timers.stream()
                .mapToDouble(timer -> timer.totalTime(TimeUnit.SECONDS))
                .sum();
        var minute = minute(clock.instant());
        var grown = new ArrayList<Minute>();
        add(grown, minute, Figure.DUPLICATE, Math.round(duplicates - duplicatesSeen), 0);
        add(grown, minute, Figure.FRESHNESS, fresh - freshSeen, freshSeconds - freshSecondsSeen);
        add(grown, minute, Figure.BACKLOG, outbox.backlog().size(), 0);
        if (!grown.isEmpty()) {
            minutes.add(grown);
        }
        duplicatesSeen = duplicates;
        freshSeen = fresh;
        freshSecondsSeen = freshSeconds;
    }

    private void addEvents() {
        var end = events.newest();
        var after = minutes.counted(Math.max(0, end - LOOKED_BACK));
        if (end <= after) {
            return;
        }
        var through = Math.min(end, after + STEP);
        var oldest = clock.instant().minus(KEPT);
        List<Minute> counted = counts.perMinute(after, through).stream()
                .filter(one -> one.minute().isAfter(oldest))
                .map(one -> new Minute(one.minute(), Figure.of(one.trigger()), one.count(), 0))
                .collect(Collectors.groupingBy(one -> one.at() + " " + one.figure()))
                .values()
                .stream()
                .map(MinuteKeeper::sum)
                .toList();
        minutes.addCounted(counted, after, through);
    }

    /** Several triggers may be one figure, and no statement may touch a row twice. */
    private static Minute sum(List<Minute> same) {
        var first = same.getFirst();
        return new Minute(
                first.at(),
                first.figure(),
                same.stream().mapToLong(Minute::count).sum(),
                0);
    }

    private static void add(List<Minute> grown, Instant minute, Figure figure, long count, double total) {
        if (count > 0) {
            grown.add(new Minute(minute, figure, count, total));
        }
    }

    static Instant minute(Instant at) {
        return at.truncatedTo(ChronoUnit.MINUTES);
    }
}

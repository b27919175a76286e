package io.pipestream.hook;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import io.pipestream.platform.PostgresException;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * Writes down how calls ended: one thread takes whatever waits, so that many calls are one transaction. It also counts what is
 * under way, for a call is over once that is written.
 */
@Singleton
class Settler {

    private static final Logger LOG = Logger.getLogger(Settler.class);

    private static final int MOST = 500;

    private static final long PAUSE_AFTER_FAILURE_MILLIS = 500;

    private static final long LOOK_AGAIN_MILLIS = 20;

    private final SettleRepository repository;
    private final HookMetrics metrics;
    private final Verdicts verdicts;
    private final BlockingQueue<Outcome> ended = new LinkedBlockingQueue<>();
    private final Map<UUID, Integer> underWay = new ConcurrentHashMap<>();

    Settler(SettleRepository repository, HookMetrics metrics, HookConfig config) {
        this.repository = repository;
        this.metrics = metrics;
        this.verdicts =
                new Verdicts(new RetrySchedule(config.retryDelays(), config.giveUpAfter()), config.disableAfter());
        metrics.watchInFlight(this::underWay);
    }

    /** A call begins. */
    void begin(UUID hookId) {
        underWay.merge(hookId, 1, Integer::sum);
    }

    /** It was not to be: the claim lapses. */
    void forget(UUID hookId) {
        underWay.computeIfPresent(hookId, (id, count) -> count == 1 ? null : count - 1);
    }

    /** A call has ended. */
    void end(Outcome outcome) {
        ended.add(outcome);
    }

    int underWay(UUID hookId) {
        return underWay.getOrDefault(hookId, 0);
    }

    int underWay() {
        return underWay.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Returns when that is so, or after this long. */
    void awaitNothingUnderWay(Duration atMost) throws InterruptedException {
        var deadline = System.nanoTime() + atMost.toNanos();
        while (underWay() > 0 && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
        }
    }

    /** Waits for calls to end, and writes them down; tries until it can. */
    void settleNext() throws InterruptedException {
        var batch = new ArrayList<Outcome>();
        batch.add(ended.take());
        ended.drainTo(batch, MOST - 1);
        while (true) {
            try {
                write(batch);
                return;
            } catch (PostgresException e) {
                LOG.warnf(e, "calls of hooks not written down; going on calls=%d", batch.size());
                TimeUnit.MILLISECONDS.sleep(PAUSE_AFTER_FAILURE_MILLIS);
            }
        }
    }

    private void write(Collection<Outcome> batch) {
        var settled = repository.settle(
                List.copyOf(batch),
                (outcome, health) ->
                        verdicts.of(outcome, health, ThreadLocalRandom.current().nextDouble()));
        settled.settlements().forEach(metrics::count);
        settled.disabled()
                .forEach((id, disable) -> LOG.warnf(
                        "hook disabled hook=%s by=%s reason=\"%s\"",
                        id, disable.by().word(), disable.reason().replace('"', '\'')));
        batch.forEach(outcome -> forget(outcome.claim().hookId()));
    }
}

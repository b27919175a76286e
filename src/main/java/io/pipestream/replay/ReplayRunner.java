package io.pipestream.replay;

import java.time.Clock;
import java.time.Duration;
import java.util.UUID;

import io.pipestream.hook.HookReplays;
import io.pipestream.journal.BarrierRepository;
import io.pipestream.journal.StretchRepository;
import io.pipestream.platform.Lease;
import io.pipestream.platform.PostgresException;
import io.pipestream.publish.ProducerLostException;
import io.pipestream.publish.ReplayMark;
import io.pipestream.publish.ReplaySinks;
import io.pipestream.publish.SinkUnavailableException;
import io.pipestream.publish.TopicUnfitException;
import io.pipestream.replay.Replay.State;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Runs a replay for as long as it is wanted and nothing is in the way, and says what is. */
@Singleton
class ReplayRunner {

    private static final Logger LOG = Logger.getLogger(ReplayRunner.class);

    private static final Duration SOON = Duration.ofSeconds(1);

    private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);

    final RunRepository runs;
    final StretchRepository journal;
    final ReplayConfig config;
    final ReplayMetrics metrics;
    final Clock clock;
    private final BarrierRepository barrier;
    private final ReplaySinks sinks;
    private final HookReplays hooks;

    ReplayRunner(
            RunRepository runs,
            StretchRepository journal,
            ReplayConfig config,
            ReplayMetrics metrics,
            Clock clock,
            BarrierRepository barrier,
            ReplaySinks sinks,
            HookReplays hooks) {
        this.runs = runs;
        this.journal = journal;
        this.config = config;
        this.metrics = metrics;
        this.clock = clock;
        this.barrier = barrier;
        this.sinks = sinks;
        this.hooks = hooks;
    }

    /**
     * Goes on until it is done, stopped, or something is in the way. Blocking.
     *
     * @param held the lease {@code replay:{id}}
     */
    void run(UUID id, Lease.Held held) throws InterruptedException {
        var replay = runs.open(id).orElse(null);
        if (replay == null) {
            return;
        }
        try {
            switch (replay.state()) {
                case RUNNING, WAITING -> send(replay, held);
                case PLANNED, PAUSED, DONE, CANCELLED, FAILED -> settle(replay);
            }
        } catch (TopicUnfitException e) {
            runs.end(id, State.FAILED, e.getMessage(), clock.instant());
            LOG.warnf("replay failed replay=%s reason=%s", id, e.getMessage());
        } catch (SinkUnavailableException e) {
            LOG.warnf(e, "replay waits replay=%s", id);
            runs.waitUntil(id, clock.instant().plus(SOON), "Waits for Kafka: " + e.getMessage() + '.');
        } catch (ProducerLostException e) {
            // The next tick takes it over anew, here or elsewhere.
            LOG.warnf(e, "replay is taken over anew replay=%s fenced=%s", id, e.isFenced());
            if (e.isFenced()) {
                metrics.countFenced();
            }
        } catch (PostgresException | HttpProblem e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.errorf(e, "replay failed for now replay=%s", id);
            runs.waitUntil(
                    id,
                    clock.instant().plus(AFTER_FAILURE),
                    "Something failed here, see the log; it goes on by itself.");
        }
    }

    private void send(Replay replay, Lease.Held held) throws InterruptedException {
        // An event that the relay has not sent yet must not be seen again before it is seen.
        if (replay.definition().target() instanceof Target.Original
                && !barrier.isPublishedThrough(replay.plan().through())) {
            runs.waitUntil(
                    replay.id(),
                    clock.instant().plus(SOON),
                    "Waits until its events have been published for the first time.");
            return;
        }
        var outlet = outlet(replay);
        if (outlet == null) {
            runs.end(replay.id(), State.FAILED, "The hook was removed.", clock.instant());
            return;
        }
        try (outlet) {
            new ReplayRun(this, replay, outlet, held).untilStopped();
        }
        runs.close(replay.id());
    }

    /** Null if it leads nowhere any more. */
    private @Nullable Outlet outlet(Replay replay) throws InterruptedException {
        if (replay.definition().target() instanceof Target.Hook(var hookId)) {
            return hooks.open(replay.id(), hookId, replay.plan().after())
                    .map(Outlet.Hook::new)
                    .orElse(null);
        }
        return new Outlet.Kafka(sinks.open(replay.route(), replay.mark()));
    }

    /** It was stopped while nobody, or somebody who died, ran it: nothing more can come, and what came is noted. */
    private void settle(Replay replay) throws InterruptedException {
        runs.acknowledge(replay.id(), settled(replay), replay.perSecond());
        runs.close(replay.id());
    }

    private ReplayMark settled(Replay replay) throws InterruptedException {
        if (replay.definition().target() instanceof Target.Hook(var hookId)) {
            return hooks.open(replay.id(), hookId, replay.plan().after())
                    .map(tenure -> new Outlet.Hook(tenure).mark())
                    .orElse(replay.mark());
        }
        return sinks.settle(replay.id(), replay.mark());
    }
}

package io.pipestream.replay;

import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.pipestream.platform.Lease;
import io.pipestream.platform.PostgresException;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Takes up replays that nobody runs: new ones, those whose wait is over, and those whose instance is gone. */
@Singleton
class ReplayWorker {

    private static final Logger LOG = Logger.getLogger(ReplayWorker.class);

    /** Each costs two threads, a producer and the heap that {@link ReplayConfig#batchBytes} tells. More wait. */
    private static final int AT_ONCE = 2;

    private static final int LOOKED_AT = 50;

    private static final long STOP_SECONDS = 3;

    private final RunRepository runs;
    private final ReplayRunner runner;
    private final ReplayMetrics metrics;
    private final Lease lease;
    private final ReplayConfig config;
    private final Clock clock;
    private final Set<UUID> underWay = ConcurrentHashMap.newKeySet();
    private final Map<UUID, Lease.Held> leases = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(
            AT_ONCE, Thread.ofPlatform().daemon().name("replay-", 0).factory());

    ReplayWorker(
            RunRepository runs,
            ReplayRunner runner,
            ReplayMetrics metrics,
            Lease lease,
            ReplayConfig config,
            Clock clock) {
        this.runs = runs;
        this.runner = runner;
        this.metrics = metrics;
        this.lease = lease;
        this.config = config;
        this.clock = clock;
    }

    @Scheduled(every = "${pipestream.replay.tick}", concurrentExecution = ConcurrentExecution.SKIP)
    void tick() {
        leases.forEach(ReplayWorker::renew);
        try {
            runs.due(clock.instant(), LOOKED_AT).forEach(this::takeUp);
        } catch (RuntimeException e) {
            LOG.warnf(e, "replays not looked at; the next tick looks again");
        }
    }

    /** While Kafka keeps its thread waiting: or else others would take the replay over from each other for ever. */
    private static void renew(UUID id, Lease.Held held) {
        try {
            held.renew();
        } catch (HttpProblem | PostgresException e) {
            LOG.debugf(e, "lease not renewed; the replay finds out itself replay=%s", id);
        }
    }

    /** What is under way is finished or aborted by whoever runs the replay next. */
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        threads.shutdownNow();
        if (!threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
            LOG.warn("replays do not stop; their leases expire by themselves");
        }
    }

    /** Begins at once, or when another one has ended, in the background. */
    void takeUp(UUID id) {
        // More than run at once are not queued here: another instance may have room for them.
        if (!threads.isShutdown() && underWay.size() < AT_ONCE && underWay.add(id)) {
            threads.execute(() -> work(id));
        }
    }

    private void work(UUID id) {
        try {
            lease.ifFree("replay:" + id, config.lease(), held -> run(id, held));
        } catch (HttpProblem e) {
            LOG.infof("replay goes on elsewhere replay=%s reason=%s", id, e.getTitle());
        } catch (RuntimeException e) {
            if (!threads.isShutdown()) {
                LOG.warnf(e, "replay interrupted; it goes on where it was replay=%s", id);
            }
        } finally {
            underWay.remove(id);
        }
    }

    private void run(UUID id, Lease.Held held) {
        metrics.begin(id);
        leases.put(id, held);
        try {
            runner.run(id, held);
        } catch (InterruptedException e) {
            LOG.debugf("replay stops here replay=%s", id);
        } finally {
            leases.remove(id);
            metrics.end(id);
        }
    }
}

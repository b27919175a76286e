package io.pipestream.hook;

import java.time.Clock;

import io.pipestream.platform.PostgresException;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Counts what waits, and removes deliveries whose time is over, a handful at a time. Several instances do no harm. */
@Singleton
class Upkeep {

    private static final Logger LOG = Logger.getLogger(Upkeep.class);

    private static final int AT_ONCE = 5_000;

    private final UpkeepRepository repository;
    private final HookMetrics metrics;
    private final HookConfig config;
    private final Clock clock;

    Upkeep(UpkeepRepository repository, HookMetrics metrics, HookConfig config, Clock clock) {
        this.repository = repository;
        this.metrics = metrics;
        this.config = config;
        this.clock = clock;
    }

    @Scheduled(every = "10s", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void tick() {
        try {
            var standing = repository.standing();
            metrics.standing(standing.waiting(), standing.disabled(), standing.unfed());
            repository.removeSettledBefore(clock.instant().minus(config.keep()), AT_ONCE);
        } catch (PostgresException e) {
            LOG.debugf(e, "hooks not counted; the next tick counts again");
        }
    }
}

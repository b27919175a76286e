package io.pipestream.spool;

import io.pipestream.platform.PostgresException;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Counts what is held, while something is. */
@Singleton
class HeldGauge {

    private static final Logger LOG = Logger.getLogger(HeldGauge.class);

    private final Watch watch;
    private final HeldRepository held;
    private final SpoolMetrics metrics;

    HeldGauge(Watch watch, HeldRepository held, SpoolMetrics metrics) {
        this.watch = watch;
        this.held = held;
        this.metrics = metrics;
    }

    @Scheduled(every = "5s", concurrentExecution = ConcurrentExecution.SKIP)
    void count() {
        var look = watch.latest();
        if (look == null || !look.held()) {
            return;
        }
        try {
            metrics.held(held.count());
        } catch (PostgresException e) {
            LOG.debugf(e, "held deliveries not counted; the last figure stands");
        }
    }
}

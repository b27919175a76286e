package io.pipestream.coverage;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Beats, from the start on. */
@Singleton
class Heartbeat {

    private static final Logger LOG = Logger.getLogger(Heartbeat.class);

    private final DowntimeWatch watch;
    private boolean failed;

    Heartbeat(DowntimeWatch watch) {
        this.watch = watch;
    }

    @Scheduled(every = "${pipestream.coverage.heartbeat}", concurrentExecution = ConcurrentExecution.SKIP)
    void beat() {
        try {
            watch.beat();
            failed = false;
        } catch (RuntimeException e) {
            // Once for each outage; if it lasts, the first beat after it opens the gaps.
            if (!failed) {
                LOG.warnf(e, "heartbeat failed; it is tried again until it works");
            }
            failed = true;
        }
    }
}

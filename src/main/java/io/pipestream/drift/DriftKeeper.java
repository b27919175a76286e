package io.pipestream.drift;

import io.pipestream.platform.PostgresException;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Writes down what this instance has noticed, and raises the alarm of what none has noticed before. */
@Singleton
class DriftKeeper {

    private static final Logger LOG = Logger.getLogger(DriftKeeper.class);

    private final DriftLog log;
    private final DriftRepository repository;
    private final DriftMetrics metrics;
    private final int mostKept;

    DriftKeeper(DriftLog log, DriftRepository repository, DriftMetrics metrics, DriftConfig config) {
        this.log = log;
        this.repository = repository;
        this.metrics = metrics;
        this.mostKept = config.maxKept();
    }

    @Scheduled(every = "{pipestream.drift.interval}", concurrentExecution = ConcurrentExecution.SKIP)
    void keep() {
        try {
            write();
            metrics.open(repository.countOpen());
        } catch (PostgresException e) {
            LOG.debugf(e, "drift not written down; kept for the next time");
        }
    }

    private void write() {
        var sightings = log.take();
        if (sightings.isEmpty()) {
            return;
        }
        try {
            // Of several instances that notice it at once, the table tells one that it is news.
            repository.add(sightings, mostKept).forEach(DriftKeeper::alarm);
        } catch (PostgresException e) {
            if (!e.isCausedByTheValues()) {
                log.putBack(sightings);
            }
            throw e;
        }
    }

    private static void alarm(Sighting sighting) {
        LOG.warnf(
                "drift noticed object=%s field=%s kind=%s type=%s source=%s record=%s; events flow on, see /api/drift",
                sighting.of().object(),
                sighting.of().field(),
                sighting.of().kind().word(),
                sighting.type(),
                String.join(",", sighting.sources()),
                sighting.sampleRecord());
    }
}

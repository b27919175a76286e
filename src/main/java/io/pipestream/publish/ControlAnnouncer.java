package io.pipestream.publish;

import java.util.UUID;

import io.pipestream.coverage.Coverage;
import io.pipestream.journal.BarrierRepository;
import io.pipestream.platform.LeaseRepository;
import io.pipestream.platform.PostgresException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * Tells consumers up to which instant they have everything of a company: first the marks, then the journal's end, then
 * wait until Kafka has all up to there, then tell. One instance at a time does this, by lease. One that was paused for
 * longer than its lease may tell an earlier instant after a later one; that is still true, so consumers take the
 * greatest.
 */
@Singleton
class ControlAnnouncer {

    private static final Logger LOG = Logger.getLogger(ControlAnnouncer.class);

    private static final String LEASE = "control";

    /** A dead holder is followed within so many intervals. */
    private static final int INTERVALS = 3;

    private final Announcements announcements = new Announcements();
    private final UUID instance = UUID.randomUUID();
    private final Coverage coverage;
    private final BarrierRepository journal;
    private final LeaseRepository leases;
    private final ControlTopic topic;
    private final ControlConfig config;

    ControlAnnouncer(
            Coverage coverage,
            BarrierRepository journal,
            LeaseRepository leases,
            ControlTopic topic,
            ControlConfig config) {
        this.coverage = coverage;
        this.journal = journal;
        this.leases = leases;
        this.topic = topic;
        this.config = config;
    }

    @Scheduled(every = "${pipestream.control.interval}", concurrentExecution = ConcurrentExecution.SKIP)
    void look() throws InterruptedException {
        try {
            if (leases.takeOrRenew(LEASE, instance, config.interval().multipliedBy(INTERVALS))) {
                announce();
            } else {
                announcements.handOver();
            }
        } catch (PostgresException | SinkUnavailableException e) {
            LOG.warnf(e, "coverage not announced; it is tried again in %s", config.interval());
        }
    }

    private void announce() throws InterruptedException {
        for (var mark : announcements.due(coverage::marks, journal::end, journal::isPublishedThrough)) {
            topic.tell(mark);
            announcements.told(mark);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        try {
            leases.giveUp(LEASE, instance);
        } catch (PostgresException e) {
            LOG.debugf(e, "control lease not given up; it expires by itself");
        }
    }
}

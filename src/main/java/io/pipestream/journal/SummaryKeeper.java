package io.pipestream.journal;

import java.time.Duration;

import io.pipestream.platform.Lease;
import io.pipestream.platform.PostgresException;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Notes what is in the journal's full stretches, behind the back of appends; on one instance at a time. */
@Singleton
class SummaryKeeper {

    private static final Logger LOG = Logger.getLogger(SummaryKeeper.class);

    /** Some tenths of a second's work, so that the lease is renewed in time. */
    private static final int AT_ONCE = 50;

    private static final Duration LEASE = Duration.ofSeconds(30);

    private final SummaryRepository stretches;
    private final Lease lease;

    SummaryKeeper(SummaryRepository stretches, Lease lease) {
        this.stretches = stretches;
        this.lease = lease;
    }

    @Scheduled(every = "10s", delayed = "10s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void note() {
        try {
            lease.ifFree("stretches", LEASE, held -> {
                while (stretches.note(AT_ONCE) > 0) {
                    held.renew();
                }
            });
        } catch (PostgresException e) {
            LOG.warnf(e, "stretches not noted; searches by time take longer until they are");
        }
    }
}

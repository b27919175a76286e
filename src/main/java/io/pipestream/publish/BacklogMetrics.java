package io.pipestream.publish;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.pipestream.journal.OutboxRepository;
import io.pipestream.journal.OutboxRepository.Backlog;
import io.pipestream.platform.PostgresException;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** How far Kafka is behind, measured by the table and not by what this instance remembers. */
@Singleton
class BacklogMetrics {

    private static final Logger LOG = Logger.getLogger(BacklogMetrics.class);

    private final OutboxRepository outbox;
    private volatile Backlog latest = new Backlog(0, 0);

    BacklogMetrics(OutboxRepository outbox, MeterRegistry meters) {
        this.outbox = outbox;
        Gauge.builder("pipestream.outbox.size", () -> latest.size())
                .description("Events committed and not yet acknowledged by Kafka")
                .register(meters);
        Gauge.builder("pipestream.outbox.oldest.age", () -> latest.oldestAgeSeconds())
                .description("Age of the oldest event that Kafka has not acknowledged")
                .baseUnit("seconds")
                .register(meters);
    }

    @Scheduled(every = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void measure() {
        try {
            latest = outbox.backlog();
        } catch (PostgresException e) {
            LOG.debugf(e, "backlog not measured; the old figure stands");
        }
    }
}

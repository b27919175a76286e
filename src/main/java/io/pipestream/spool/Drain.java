package io.pipestream.spool;

import java.time.Duration;

import io.pipestream.journal.Journal;
import io.pipestream.journal.JournalUnavailableException;
import io.pipestream.platform.Lease;
import io.pipestream.platform.PostgresException;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/**
 * Takes what is held and spooled into the journal, in order. The lease saves work and is not what the order rests on: a
 * batch may be committed twice, or late, and changes nothing then.
 */
@Singleton
class Drain {

    private static final Logger LOG = Logger.getLogger(Drain.class);

    private static final int BEFORE_OTHERS = 2;

    private static final Duration LEASE = Duration.ofSeconds(10);

    private static final Duration PAUSE = Duration.ofMillis(200);

    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

    private final Watch watch;
    private final DrainSource source;
    private final Intake intake;
    private final Journal journal;
    private final HeldRepository held;
    private final SpoolTopic topic;
    private final SpoolConfig config;
    private final Lease lease;
    private final SpoolMetrics metrics;
    private final Thread thread =
            Thread.ofPlatform().daemon().name("spool-drain").unstarted(this::run);
    private volatile boolean stopping;

    Drain(
            Watch watch,
            DrainSource source,
            Intake intake,
            Journal journal,
            HeldRepository held,
            SpoolTopic topic,
            SpoolConfig config,
            Lease lease,
            SpoolMetrics metrics) {
        this.watch = watch;
        this.source = source;
        this.intake = intake;
        this.journal = journal;
        this.held = held;
        this.topic = topic;
        this.config = config;
        this.lease = lease;
        this.metrics = metrics;
    }

    void start(@Observes StartupEvent event) {
        thread.start();
    }

    void stop(@Observes @Priority(BEFORE_OTHERS) ShutdownEvent event) throws InterruptedException {
        stopping = true;
        thread.join(LEASE);
    }

    /** False if the thread has ended although nobody told it to. */
    boolean isWorking() {
        return thread.isAlive() || stopping;
    }

    private void run() {
        while (!stopping) {
            try {
                Thread.sleep(PAUSE);
                if (isWanted()) {
                    lease.ifFree("spool", LEASE, this::drain);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (PostgresException | JournalUnavailableException | KafkaException | HttpProblem e) {
                LOG.warnf(e, "draining paused; it begins again where it was");
                pause();
            } catch (RuntimeException | Error e) {
                LOG.errorf(e, "draining failed; it begins again where it was");
                pause();
            }
        }
    }

    private boolean isWanted() {
        var look = watch.latest();
        return look != null && look.isDrainWanted();
    }

    private void drain(Lease.Held held) {
        long total = 0;
        var begun = System.nanoTime();
        Place to = null;
        try (var reader = SpoolReader.open(topic, config.batchSize())) {
            while (!stopping) {
                var look = watch.latest();
                var batch = look == null ? null : source.next(look, reader);
                if (batch == null) {
                    break;
                }
                held.renew();
                metrics.drain().record(() -> commit(batch));
                to = batch.to();
                total += batch.inOrder().size();
                if (batch.inOrder().isEmpty() && batch.rest() == 0) {
                    break;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (total > 0) {
                LOG.infof(
                        "drained deliveries=%d ms=%d",
                        total, Duration.ofNanos(System.nanoTime() - begun).toMillis());
            }
        }
        if (to != null && to.offset() > 0) {
            topic.deleteBefore(to.offset());
        }
    }

    /** First the journal, then the note that it is there: a crash in between drains it again, and it is there already. */
    private void commit(DrainSource.Batch batch) {
        if (!batch.inOrder().isEmpty()) {
            var arrivals = batch.inOrder().stream()
                    .map(kept -> intake.read(kept.delivery(), kept.companyId()))
                    .toList();
            journal.appendInOrder(arrivals);
            arrivals.forEach(intake::stored);
        }
        held.drained(batch.held(), batch.to());
        metrics.drained(
                batch.held().size(), batch.inOrder().size() - batch.held().size(), batch.foreign());
        metrics.lag(batch.rest());
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_AFTER_FAILURE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

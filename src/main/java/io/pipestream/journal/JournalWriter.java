package io.pipestream.journal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.pipestream.journal.JournalUnavailableException.Reason;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * Commits many deliveries with one statement. While one commit is in flight the next batch fills, so a lone delivery
 * waits for nobody and a flood shares its fsyncs; there is no timer. One thread, because appends are serial anyway, and
 * another one that answers who has waited too long.
 */
@Singleton
class JournalWriter {

    private static final Logger LOG = Logger.getLogger(JournalWriter.class);

    private static final int BEFORE_OTHERS = 1;

    private static final Duration BETWEEN_GLANCES = Duration.ofMillis(100);

    private final BatchCommitter committer;
    private final JournalConfig config;
    private final EntryQueue queue;
    private final Thread thread =
            Thread.ofPlatform().daemon().name("journal-writer").unstarted(this::run);
    private final Thread patience =
            Thread.ofPlatform().daemon().name("journal-patience").unstarted(this::watch);
    private volatile boolean stopping;

    /** What is being committed. */
    private volatile List<Entry> underWay = List.of();

    JournalWriter(BatchCommitter committer, JournalConfig config, EntryQueue queue) {
        this.committer = committer;
        this.config = config;
        this.queue = queue;
    }

    void start(@Observes StartupEvent event) {
        thread.start();
        patience.start();
    }

    /** What was taken is answered: while Postgres can still be reached, so before anything else stops. */
    void stop(@Observes @Priority(BEFORE_OTHERS) ShutdownEvent event) throws InterruptedException {
        stopping = true;
        thread.join(config.commitTimeout().multipliedBy(2));
    }

    /** False if the thread has ended although nobody told it to. */
    boolean isWorking() {
        return thread.isAlive() || stopping;
    }

    /** Queues the entry and returns true, or false if too much is waiting already. */
    boolean offer(Entry entry) {
        return !stopping && queue.offer(entry);
    }

    private void run() {
        while (!stopping || !queue.isEmpty()) {
            try {
                var batch = queue.nextBatch();
                underWay = batch;
                if (!batch.isEmpty() && !committer.commit(batch)) {
                    // Pipedrive gives us 10 s: who has waited for one failed commit must not wait for the next to fail.
                    refuse(queue.drain(), "the commit before it failed");
                }
                underWay = List.of();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException | Error e) {
                LOG.errorf(e, "journal writer failed; going on");
            }
        }
    }

    /** A server that stands still says neither yes nor no, so whoever has waited too long is told that nobody knows. */
    private void watch() {
        while (thread.isAlive()) {
            try {
                Thread.sleep(BETWEEN_GLANCES);
                var now = System.nanoTime();
                var overdue = new ArrayList<>(queue.removeOverdue(now));
                underWay.stream()
                        .filter(entry -> entry.hasWaited(config.patience(), now))
                        .forEach(overdue::add);
                refuse(overdue, "no commit in time");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException | Error e) {
                LOG.errorf(e, "waiting deliveries not looked after; going on");
            }
        }
    }

    private void refuse(List<Entry> waiting, String why) {
        if (!waiting.isEmpty()) {
            committer.refuse(waiting, Reason.POSTGRES, new IllegalStateException(why));
        }
    }
}

package io.pipestream.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Commits many deliveries with one statement. While one commit is in flight the next batch fills, so a lone delivery
 * waits for nobody and a flood shares its fsyncs; there is no timer. One thread, because appends are serial anyway.
 */
@Singleton
class JournalWriter {

    private static final Logger LOG = Logger.getLogger(JournalWriter.class);

    private static final int BEFORE_OTHERS = 1;

    private final BatchCommitter committer;
    private final JournalConfig config;
    private final BlockingQueue<Entry> queue;
    private final AtomicLong queuedBytes = new AtomicLong();
    private final Thread thread =
            Thread.ofPlatform().daemon().name("journal-writer").unstarted(this::run);
    private volatile boolean stopping;

    /** Taken from the queue but too large for the batch before it; only the writer's thread touches it. */
    private @Nullable Entry held;

    JournalWriter(BatchCommitter committer, JournalConfig config, MeterRegistry meters) {
        this.committer = committer;
        this.config = config;
        this.queue = new ArrayBlockingQueue<>(config.queueCapacity());
        meters.gaugeCollectionSize("pipestream.journal.queue.size", List.of(), queue);
        meters.gauge("pipestream.journal.queue.bytes", queuedBytes);
    }

    void start(@Observes StartupEvent event) {
        thread.start();
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
        if (stopping || queuedBytes.get() > config.queueBytes() || !queue.offer(entry)) {
            return false;
        }
        queuedBytes.addAndGet(entry.size());
        return true;
    }

    private void run() {
        while (!stopping || !queue.isEmpty() || held != null) {
            try {
                var batch = nextBatch();
                if (!batch.isEmpty() && !committer.commit(batch)) {
                    refuseWaiting();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException | Error e) {
                LOG.errorf(e, "journal writer failed; going on");
            }
        }
    }

    private List<Entry> nextBatch() throws InterruptedException {
        var first = held != null ? held : queue.poll(100, TimeUnit.MILLISECONDS);
        held = null;
        if (first == null) {
            return List.of();
        }
        var batch = new ArrayList<Entry>(Math.min(config.batchSize(), queue.size() + 1));
        batch.add(first);
        long bytes = first.size();
        while (batch.size() < config.batchSize()) {
            var next = queue.poll();
            if (next == null) {
                break;
            }
            if (bytes + next.size() > config.batchBytes()) {
                held = next;
                break;
            }
            bytes += next.size();
            batch.add(next);
        }
        queuedBytes.addAndGet(-bytes);
        return batch;
    }

    /** Pipedrive gives us 10 s: who has waited for one failed commit must not wait for the next one to fail. */
    private void refuseWaiting() {
        var waiting = new ArrayList<Entry>();
        if (held != null) {
            waiting.add(held);
            held = null;
        }
        queue.drainTo(waiting);
        waiting.forEach(entry -> queuedBytes.addAndGet(-entry.size()));
        committer.refuse(waiting, new IllegalStateException("the commit before it failed"));
    }
}

package io.pipestream.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Deliveries that wait for the journal's writer, bounded by number and by bytes. One thread takes. */
@Singleton
class EntryQueue {

    private final JournalConfig config;
    private final BlockingQueue<Entry> queue;
    private final AtomicLong bytes = new AtomicLong();

    /** Taken from the queue but too large for the batch before it; only the writer's thread changes it. */
    private volatile @Nullable Entry held;

    EntryQueue(JournalConfig config, MeterRegistry meters) {
        this.config = config;
        this.queue = new ArrayBlockingQueue<>(config.queueCapacity());
        meters.gaugeCollectionSize("pipestream.journal.queue.size", List.of(), queue);
        meters.gauge("pipestream.journal.queue.bytes", bytes);
    }

    /** False if too much is waiting already. */
    boolean offer(Entry entry) {
        if (bytes.get() > config.queueBytes() || !queue.offer(entry)) {
            return false;
        }
        bytes.addAndGet(entry.size());
        return true;
    }

    boolean isEmpty() {
        return queue.isEmpty() && held == null;
    }

    /** What waits, up to a batch; nothing if nothing comes within a moment. */
    List<Entry> nextBatch() throws InterruptedException {
        var first = held != null ? held : queue.poll(100, TimeUnit.MILLISECONDS);
        held = null;
        if (first == null) {
            return List.of();
        }
        var batch = new ArrayList<Entry>(Math.min(config.batchSize(), queue.size() + 1));
        batch.add(first);
        long taken = first.size();
        while (batch.size() < config.batchSize()) {
            var next = queue.poll();
            if (next == null) {
                break;
            }
            if (taken + next.size() > config.batchBytes()) {
                held = next;
                break;
            }
            taken += next.size();
            batch.add(next);
        }
        bytes.addAndGet(-taken);
        return batch;
    }

    /** Everything that waits; for the thread that takes. */
    List<Entry> drain() {
        var waiting = new ArrayList<Entry>();
        var first = held;
        if (first != null) {
            waiting.add(first);
            held = null;
        }
        queue.drainTo(waiting);
        waiting.forEach(entry -> bytes.addAndGet(-entry.size()));
        return waiting;
    }

    /** Those that have waited too long; the one that is held for the next batch stays and is only named. */
    List<Entry> removeOverdue(long now) {
        var overdue = new ArrayList<Entry>();
        var first = held;
        if (first != null && first.hasWaited(config.patience(), now)) {
            overdue.add(first);
        }
        for (var head = queue.peek(); head != null && head.hasWaited(config.patience(), now); head = queue.peek()) {
            // The writer may have taken it in between; then it is under way.
            if (queue.remove(head)) {
                bytes.addAndGet(-head.size());
                overdue.add(head);
            }
        }
        return overdue;
    }
}

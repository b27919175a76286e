package io.pipestream.spool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.smallrye.mutiny.subscription.UniEmitter;
import org.jboss.logging.Logger;

/** Deliveries that wait for the thread that keeps them, bounded by number and by bytes. */
final class WaitingRoom {

    private static final Logger LOG = Logger.getLogger(WaitingRoom.class);

    private final BlockingQueue<Waiting> queue;
    private final AtomicLong bytes = new AtomicLong();
    private final long mostBytes;

    WaitingRoom(SpoolConfig config) {
        this.queue = new ArrayBlockingQueue<>(config.queueCapacity());
        this.mostBytes = config.queueBytes();
    }

    /**
     * One that waits.
     *
     * @param since of the monotonic clock
     */
    record Waiting(KeptDelivery kept, long since, UniEmitter<? super KeptDelivery> answer) {

        boolean isOlderThan(Duration age) {
            return System.nanoTime() - since > age.toNanos();
        }

        /** Tells the sender that it is kept; one who is gone must not cost others theirs. */
        void done() {
            try {
                answer.complete(kept);
            } catch (RuntimeException e) {
                LOG.warnf(e, "answer not delivered delivery=%s", kept.delivery().id());
            }
        }

        void failed(NotKeptException why) {
            try {
                answer.fail(why);
            } catch (RuntimeException e) {
                LOG.warnf(
                        e, "refusal not delivered delivery=%s", kept.delivery().id());
            }
        }
    }

    /** False if too much is waiting already. */
    boolean offer(KeptDelivery kept, UniEmitter<? super KeptDelivery> answer) {
        if (bytes.get() > mostBytes || !queue.offer(new Waiting(kept, System.nanoTime(), answer))) {
            return false;
        }
        bytes.addAndGet(kept.delivery().body().length);
        return true;
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** What waits, a batch at most and at least one if there is one; nothing if nothing comes within a moment. */
    List<Waiting> next(int atMost, long atMostBytes) throws InterruptedException {
        var batch = new ArrayList<Waiting>();
        long taken = 0;
        for (var next = queue.poll(100, TimeUnit.MILLISECONDS); next != null; next = queue.poll()) {
            batch.add(next);
            taken += next.kept().delivery().body().length;
            if (batch.size() == atMost || taken >= atMostBytes) {
                break;
            }
        }
        bytes.addAndGet(-taken);
        return batch;
    }
}

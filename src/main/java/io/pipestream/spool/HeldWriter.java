package io.pipestream.spool;

import java.time.Duration;
import java.util.List;

import io.pipestream.platform.PostgresException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Holds deliveries in Postgres, many with one statement; without the journal's lock, and without reading them. */
@Singleton
class HeldWriter {

    private static final Logger LOG = Logger.getLogger(HeldWriter.class);

    /** Before the pools close, and after whoever may still divert something here. */
    private static final int BEFORE_OTHERS = 3;

    private static final Duration PATIENCE = Duration.ofMillis(2_500);

    private final HeldRepository repository;
    private final SpoolConfig config;
    private final WaitingRoom waiting;
    private final Thread thread =
            Thread.ofPlatform().daemon().name("held-writer").unstarted(this::run);
    private volatile boolean stopping;

    HeldWriter(HeldRepository repository, SpoolConfig config) {
        this.repository = repository;
        this.config = config;
        this.waiting = new WaitingRoom(config);
    }

    void start(@Observes StartupEvent event) {
        thread.start();
    }

    void stop(@Observes @Priority(BEFORE_OTHERS) ShutdownEvent event) throws InterruptedException {
        stopping = true;
        thread.join(PATIENCE);
    }

    /** Completes when Postgres has committed; fails with {@link NotKeptException} if that is not known in time. */
    Uni<KeptDelivery> hold(KeptDelivery delivery) {
        return Uni.createFrom()
                .<KeptDelivery>emitter(answer -> {
                    if (stopping || !waiting.offer(delivery, answer)) {
                        answer.fail(new NotKeptException("too many deliveries wait to be held"));
                    }
                })
                .ifNoItem()
                .after(PATIENCE)
                .failWith(() -> new NotKeptException("Postgres did not hold it in time"));
    }

    private void run() {
        while (!stopping || !waiting.isEmpty()) {
            try {
                var batch = waiting.next(config.batchSize(), config.batchBytes());
                if (!batch.isEmpty()) {
                    hold(batch);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException | Error e) {
                LOG.errorf(e, "held writer failed; going on");
            }
        }
    }

    private void hold(List<WaitingRoom.Waiting> batch) {
        try {
            repository.add(batch.stream().map(WaitingRoom.Waiting::kept).toList());
            batch.forEach(WaitingRoom.Waiting::done);
        } catch (PostgresException e) {
            LOG.warnf(e, "deliveries not held; they are spooled batch=%d", batch.size());
            var failure = new NotKeptException("Postgres did not hold it", e);
            batch.forEach(one -> one.failed(failure));
        }
    }
}

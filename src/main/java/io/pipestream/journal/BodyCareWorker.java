package io.pipestream.journal;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.pipestream.platform.Lease;
import io.pipestream.platform.PostgresException;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Has the bodies looked after by one instance, a step after the other, while there is something to do. */
@Singleton
class BodyCareWorker {

    private static final Logger LOG = Logger.getLogger(BodyCareWorker.class);

    private static final String LEASE = "bodies";

    private static final Duration LEASED_FOR = Duration.ofSeconds(60);

    private final BodyCare bodies;
    private final CareRepository care;
    private final Lease lease;
    private final AtomicLong size = new AtomicLong();
    private volatile boolean isStopping;

    BodyCareWorker(BodyCare bodies, CareRepository care, Lease lease, MeterRegistry meters) {
        this.bodies = bodies;
        this.care = care;
        this.lease = lease;
        Gauge.builder("pipestream.deliveries.size", size, AtomicLong::doubleValue)
                .baseUnit("bytes")
                .register(meters);
    }

    @Scheduled(every = "10s", delayed = "10s", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void tick() {
        try {
            size.set(care.size());
            lease.ifFree(LEASE, LEASED_FOR, this::work);
        } catch (HttpProblem e) {
            LOG.debugf("bodies are looked after by another instance now");
        } catch (PostgresException e) {
            LOG.debugf(e, "bodies not looked after; the next tick goes on");
        }
    }

    void stop(@Observes ShutdownEvent event) {
        isStopping = true;
    }

    private void work(Lease.Held held) {
        boolean isMore = true;
        while (isMore && !isStopping) {
            held.renew();
            var began = System.nanoTime();
            isMore = bodies.step();
            pause(BodyCare.pauseAfter(Duration.ofNanos(System.nanoTime() - began)));
        }
    }

    private void pause(Duration pause) {
        try {
            TimeUnit.NANOSECONDS.sleep(pause.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            isStopping = true;
        }
    }
}

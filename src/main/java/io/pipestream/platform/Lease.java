package io.pipestream.platform;

import java.time.Duration;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response.Status;
import org.jboss.logging.Logger;

/** Work that one caller at a time may do, whichever instance it runs on. */
@Singleton
public class Lease {

    private static final Logger LOG = Logger.getLogger(Lease.class);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final LeaseRepository leases;

    Lease(LeaseRepository leases) {
        this.leases = leases;
    }

    /** The lease in the hands of the one who works. */
    @FunctionalInterface
    public interface Held {

        /**
         * Has the lease for its whole duration again, from now on.
         *
         * @throws HttpProblem 503 {@code busy} if it ran out and somebody else took it: stop working
         */
        void renew();
    }

    /**
     * Waits for the lease, works, and gives it up. Blocking.
     *
     * @param duration how long the work may take without {@link Held#renew}, and how long to wait for somebody else's
     * @throws HttpProblem 503 {@code busy} if somebody else keeps it that long
     */
    public <T> T holding(String name, Duration duration, Function<Held, T> work) {
        var holder = UUID.randomUUID();
        waitFor(name, holder, duration);
        try {
            return work.apply(() -> renew(name, holder, duration));
        } finally {
            giveUp(name, holder);
        }
    }

    /**
     * Works if nobody else has the lease, and gives it up. Blocking.
     *
     * @param duration how long the work may take without {@link Held#renew}
     */
    public void ifFree(String name, Duration duration, Consumer<Held> work) {
        var holder = UUID.randomUUID();
        if (leases.takeOrRenew(name, holder, duration)) {
            try {
                work.accept(() -> renew(name, holder, duration));
            } finally {
                giveUp(name, holder);
            }
        }
    }

    private void waitFor(String name, UUID holder, Duration duration) {
        var deadline = System.nanoTime() + duration.toNanos();
        while (!leases.takeOrRenew(name, holder, duration)) {
            if (System.nanoTime() - deadline > 0) {
                throw busy();
            }
            try {
                Thread.sleep(LOOK_AGAIN);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw Problems.of(Status.SERVICE_UNAVAILABLE, "stopping", "The service is stopping. Try again.");
            }
        }
    }

    private void renew(String name, UUID holder, Duration duration) {
        if (!leases.renew(name, holder, duration)) {
            LOG.warnf("lease lost; its work stops lease=%s", name);
            throw busy();
        }
    }

    private static HttpProblem busy() {
        return Problems.of(
                Status.SERVICE_UNAVAILABLE, "busy", "Another call works on this already. Try again in a minute.");
    }

    private void giveUp(String name, UUID holder) {
        try {
            leases.giveUp(name, holder);
        } catch (PostgresException e) {
            LOG.warnf(e, "lease not given up; it expires by itself lease=%s", name);
        }
    }
}

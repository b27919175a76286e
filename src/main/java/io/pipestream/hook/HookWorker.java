package io.pipestream.hook;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import io.pipestream.journal.Commits;
import io.pipestream.platform.Lease;
import io.pipestream.platform.PostgresException;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * Three threads that never end: one feeds, on one instance at a time; one begins calls; one writes down how they ended. Each
 * rings for the next.
 */
@Singleton
class HookWorker {

    private static final Logger LOG = Logger.getLogger(HookWorker.class);

    private static final String LEASE = "hooks";

    private static final Duration LEASED_FOR = Duration.ofSeconds(5);

    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

    /** While there is no hook, one that another instance is told of may be found a little later. */
    private static final int IDLE = 5;

    private static final Duration STOP_BY_ITSELF = Duration.ofSeconds(3);

    private static final Duration STOP_INTERRUPTED = Duration.ofSeconds(2);

    private final Feeder feeder;
    private final Sender sender;
    private final Settler settler;
    private final Commits commits;
    private final Lease lease;
    private final HookConfig config;
    private final Bell due = new Bell();
    private final Thread feeding;
    private final Thread sending;
    private final Thread settling;
    private volatile boolean isStopping;
    private volatile boolean isOver;

    HookWorker(Feeder feeder, Sender sender, Settler settler, Commits commits, Lease lease, HookConfig config) {
        this.feeder = feeder;
        this.sender = sender;
        this.settler = settler;
        this.commits = commits;
        this.lease = lease;
        this.config = config;
        this.feeding = thread("hook-feeder", this::feed, () -> isStopping);
        this.sending = thread("hook-sender", this::send, () -> isStopping);
        this.settling = thread("hook-settler", this::settle, () -> isOver);
    }

    /** What a thread does again and again. */
    @FunctionalInterface
    private interface Work {
        void once() throws InterruptedException;
    }

    void start(@Observes StartupEvent event) {
        feeding.start();
        sending.start();
        settling.start();
    }

    /** What is under way gets a moment to end and be written down; the rest is called again once its claim lapses. */
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        isStopping = true;
        feeding.interrupt();
        sending.interrupt();
        settler.awaitNothingUnderWay(STOP_BY_ITSELF);
        isOver = true;
        settling.interrupt();
        for (var thread : List.of(feeding, sending, settling)) {
            thread.join(STOP_INTERRUPTED.toMillis());
        }
    }

    /** Something may be due that was not. */
    void wake() {
        due.ring();
    }

    private Thread thread(String name, Work work, BooleanSupplier isOver) {
        return Thread.ofPlatform().daemon().name(name).unstarted(() -> {
            while (!isOver.getAsBoolean()) {
                try {
                    once(name, work);
                } catch (InterruptedException e) {
                    LOG.debugf("%s interrupted; it goes on unless the service is stopping", name);
                }
            }
        });
    }

    private void once(String name, Work work) throws InterruptedException {
        try {
            work.once();
            return;
        } catch (HttpProblem e) {
            LOG.debugf("%s goes on elsewhere reason=%s", name, e.getTitle());
        } catch (PostgresException e) {
            LOG.warnf(e, "%s waits for Postgres", name);
        } catch (RuntimeException e) {
            if (!isStopping) {
                LOG.errorf(e, "%s failed; going on", name);
            }
        }
        TimeUnit.NANOSECONDS.sleep(PAUSE_AFTER_FAILURE.toNanos());
    }

    private void feed() throws InterruptedException {
        lease.ifFree(LEASE, LEASED_FOR, held -> {
            try {
                feed(held);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        TimeUnit.NANOSECONDS.sleep(PAUSE_AFTER_FAILURE.toNanos());
    }

    private void feed(Lease.Held held) throws InterruptedException {
        var renewedAt = System.nanoTime();
        while (!isStopping) {
            if (System.nanoTime() - renewedAt > LEASED_FOR.toNanos() / 5) {
                held.renew();
                renewedAt = System.nanoTime();
            }
            var seen = commits.count();
            switch (feeder.feed()) {
                case FED -> due.ring();
                case NOTHING_NEW -> commits.await(seen, config.interval());
                case NO_HOOKS -> TimeUnit.NANOSECONDS.sleep(config.interval().toNanos());
            }
        }
    }

    private void send() throws InterruptedException {
        var interval = config.interval();
        due.await(sender.sendDue() ? interval : interval.multipliedBy(IDLE));
    }

    private void settle() throws InterruptedException {
        settler.settleNext();
        due.ring();
    }
}

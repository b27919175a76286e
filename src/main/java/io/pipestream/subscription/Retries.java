package io.pipestream.subscription;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.pipestream.pipedrive.PipedriveRefusedException;
import io.pipestream.pipedrive.PipedriveRefusedException.Reason;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Work with Pipedrive that is tried until it is done. What may pass by itself is tried again after a second at first
 * and a quarter of an hour at most; what somebody has to mend, once an hour, for each try costs tokens of the account.
 * One thread does all of it, so pieces take turns and a piece that waits holds up no other.
 */
@Singleton
class Retries {

    private static final Logger LOG = Logger.getLogger(Retries.class);

    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);
    private static final Duration UNTIL_MENDED = Duration.ofHours(1);

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("account-set-up").factory());

    /** Returns at once. The work must be safe to repeat. */
    void untilDone(String what, Runnable work) {
        thread.execute(new Piece(what, work));
    }

    void stop(@Observes ShutdownEvent event) {
        thread.shutdownNow();
    }

    private final class Piece implements Runnable {

        private final String what;
        private final Runnable work;
        private Duration pause = SHORTEST_PAUSE;
        private @Nullable Reason told;

        Piece(String what, Runnable work) {
            this.what = what;
            this.work = work;
        }

        @Override
        public void run() {
            try {
                work.run();
            } catch (PipedriveRefusedException e) {
                refused(e);
            } catch (RuntimeException e) {
                // Postgres, or another instance at the same work: either passes.
                if (!thread.isShutdown()) {
                    LOG.warnf(e, "account not set up yet; trying again what=%s in=%s", what, pause);
                    againSoon();
                }
            }
        }

        private void refused(PipedriveRefusedException e) {
            if (thread.isShutdown()) {
                return;
            }
            if (e.mayPass()) {
                LOG.warnf(
                        "account not set up yet; trying again what=%s reason=%s in=%s advice=%s",
                        what, e.reason(), pause, e.advice());
                againSoon();
                return;
            }
            if (e.reason() != told) {
                LOG.errorf("account not set up what=%s reason=%s advice=%s", what, e.reason(), e.advice());
                told = e.reason();
            }
            again(UNTIL_MENDED);
        }

        private void againSoon() {
            again(pause);
            var longer = pause.multipliedBy(2);
            pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
        }

        private void again(Duration after) {
            var unused = thread.schedule(this, after.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}

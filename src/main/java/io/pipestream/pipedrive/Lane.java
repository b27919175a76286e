package io.pipestream.pipedrive;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;

import io.pipestream.pipedrive.PipedriveRefusedException.Reason;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.faulttolerance.api.Guard;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.jboss.logging.Logger;

/** What this instance's calls of one account go through: how fast they start, and whether they start at all. */
final class Lane {

    private static final Logger LOG = Logger.getLogger(Lane.class);

    private static final Duration WINDOW = Duration.ofSeconds(2);
    private static final int CALLS_JUDGED = 10;

    private final String name;
    private final PipedriveConfig config;
    private final Clock clock;
    private final Pace pace;
    private final Guard breaker;
    private volatile Instant closedUntil = Instant.EPOCH;

    Lane(String name, PipedriveConfig config, Clock clock) {
        this.name = name;
        this.config = config;
        this.clock = clock;
        this.pace = new Pace(config.burst(), WINDOW);
        this.breaker = Guard.create()
                .withDescription("pipedrive " + name)
                .withCircuitBreaker()
                .requestVolumeThreshold(CALLS_JUDGED)
                .failureRatio(0.5)
                .delay(config.breakerPause().toMillis(), ChronoUnit.MILLIS)
                .when(Lane::saysTheOtherSideIsDown)
                .onStateChange(this::changed)
                .done()
                .build();
    }

    /**
     * Waits for its turn and makes the call.
     *
     * @throws PipedriveRefusedException what the call throws; {@code PAUSED} if it was not made, for too many failed
     */
    Reply send(Supplier<Reply> call) {
        try {
            pace.await();
            return breaker.get(call, Reply.class);
        } catch (CircuitBreakerOpenException e) {
            throw PipedriveRefusedException.until(Reason.PAUSED, closedUntil);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw PipedriveRefusedException.unsent(e);
        }
    }

    /** Takes what the answer said of calls in the running two seconds. */
    void heed(RateLimits limits) {
        if (limits.areCallsUsedUp()) {
            pace.holdFor(limits.reset());
        }
    }

    private static boolean saysTheOtherSideIsDown(Throwable failure) {
        return failure instanceof PipedriveRefusedException refused && refused.reason() == Reason.UNAVAILABLE;
    }

    private void changed(CircuitBreakerState state) {
        if (state == CircuitBreakerState.OPEN) {
            closedUntil = clock.instant().plus(config.breakerPause());
            LOG.warnf("too many calls to Pipedrive fail; pausing account=%s until=%s", name, closedUntil);
        } else {
            LOG.infof("calling Pipedrive again account=%s state=%s", name, state);
        }
    }
}

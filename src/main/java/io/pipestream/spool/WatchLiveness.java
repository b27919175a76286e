package io.pipestream.spool;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Without looks nothing goes into the journal any more, and only a new process has a new thread. */
@Liveness
@Singleton
class WatchLiveness implements HealthCheck {

    private final Watch watch;
    private final Drain drain;

    WatchLiveness(Watch watch, Drain drain) {
        this.watch = watch;
        this.drain = drain;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("Spool threads")
                .status(watch.isWorking() && drain.isWorking())
                .build();
    }
}

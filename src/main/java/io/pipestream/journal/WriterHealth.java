package io.pipestream.journal;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;

/** Without the writer's thread no delivery can be kept, and only a new process has a new one. */
@Readiness
@Liveness
@Singleton
class WriterHealth implements HealthCheck {

    private final JournalWriter writer;

    WriterHealth(JournalWriter writer) {
        this.writer = writer;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("Journal writer")
                .status(writer.isWorking())
                .build();
    }
}

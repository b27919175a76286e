package io.pipestream.spool;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while a delivery can be kept: in Postgres, or in Kafka. */
@Readiness
@Singleton
class KeepingHealth implements HealthCheck {

    private final Outlook outlook;
    private final Watch watch;

    KeepingHealth(Outlook outlook, Watch watch) {
        this.outlook = outlook;
        this.watch = watch;
    }

    @Override
    public HealthCheckResponse call() {
        var postgres = outlook.postgresAnswers();
        var spool = watch.kafkaAnswers() && outlook.wayWithoutPostgres(System.nanoTime()) == Outlook.Way.SPOOLED;
        return HealthCheckResponse.named("Deliveries can be kept")
                .withData("postgres", postgres)
                .withData("spool", spool)
                .status(postgres || spool)
                .build();
    }
}

package io.pipestream.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

import io.pipestream.event.Delivery;
import io.pipestream.spool.Keeping;
import io.pipestream.spool.Kept;
import io.pipestream.subscription.RegistrationCache;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** All that happens to a delivery behind HTTP, for tests that bring more of them than HTTP could in their time. */
@Singleton
public class IntakeDoor {

    private final Keeping keeping;
    private final RegistrationCache registrations;

    IntakeDoor(Keeping keeping, RegistrationCache registrations) {
        this.keeping = keeping;
        this.registrations = registrations;
    }

    /**
     * Takes one in; completes when it is durable.
     *
     * @param path of a registration, the last part of its address
     */
    public Uni<Kept> take(String path, String body, Instant receivedAt) {
        var registration = registrations.find(path).orElseThrow();
        var delivery = new Delivery(
                UUID.randomUUID(), registration.registrationId(), receivedAt, Map.of(), body.getBytes(UTF_8));
        return keeping.keep(delivery, registration.companyId());
    }
}

package io.pipestream.spool;

import io.pipestream.catalogue.Catalogue;
import io.pipestream.drift.DriftLog;
import io.pipestream.event.Delivery;
import io.pipestream.journal.Arrival;
import io.pipestream.normalise.Normalised;
import io.pipestream.normalise.WebhookNormaliser;
import io.pipestream.subscription.RegistrationCache;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Reads a delivery: it tells of something, or it goes to quarantine, whatever else is wrong with it. */
@Singleton
class Intake {

    private static final Logger LOG = Logger.getLogger(Intake.class);

    private final WebhookNormaliser normaliser;
    private final RegistrationCache registrations;
    private final Catalogue catalogue;
    private final DriftLog drift;

    Intake(WebhookNormaliser normaliser, RegistrationCache registrations, Catalogue catalogue, DriftLog drift) {
        this.normaliser = normaliser;
        this.registrations = registrations;
        this.catalogue = catalogue;
        this.drift = drift;
    }

    /** @param companyId of the connection whose registration brought it, which may be gone by now */
    Arrival read(Delivery delivery, String companyId) {
        try {
            return switch (normaliser.normalise(delivery.body(), companyId)) {
                case Normalised.Accepted(var observation) ->
                    // Whoever holds the credentials of one account must not speak for another one that we know.
                    registrations.isAnotherAccount(
                                    companyId, observation.record().companyId())
                            ? new Arrival.Rejected(delivery, "the delivery names another connection's company")
                            : new Arrival.Understood(delivery, catalogue.name(observation));
                case Normalised.Rejected(var reason) -> new Arrival.Rejected(delivery, reason);
            };
        } catch (RuntimeException | StackOverflowError e) {
            LOG.errorf(e, "delivery not read; quarantined delivery=%s", delivery.id());
            return new Arrival.Rejected(delivery, "reading it failed");
        }
    }

    /** What was read is in the journal. */
    void stored(Arrival arrival) {
        if (arrival instanceof Arrival.Understood(var delivery, var observation)) {
            drift.stored(observation);
        }
    }
}

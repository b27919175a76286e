package io.pipestream.ingest;

import io.pipestream.drift.DriftLog;
import io.pipestream.event.Delivery;
import io.pipestream.event.Observation;
import io.pipestream.journal.Appended;
import io.pipestream.journal.Journal;
import io.pipestream.normalise.Normalised;
import io.pipestream.normalise.WebhookNormaliser;
import io.pipestream.subscription.RegistrationCache;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Reads a delivery and keeps it: as an event if it is understood, in quarantine whatever else is wrong with it. */
@Singleton
class Intake {

    private static final Logger LOG = Logger.getLogger(Intake.class);

    private final WebhookNormaliser normaliser;
    private final Journal journal;
    private final RegistrationCache registrations;
    private final DriftLog drift;

    Intake(WebhookNormaliser normaliser, Journal journal, RegistrationCache registrations, DriftLog drift) {
        this.normaliser = normaliser;
        this.journal = journal;
        this.registrations = registrations;
        this.drift = drift;
    }

    /** Completes when Postgres has committed; see {@link Journal#append}. */
    Uni<Appended> take(Delivery delivery, RegistrationCache.Entry registration) {
        try {
            return switch (normaliser.normalise(delivery.body(), registration.companyId())) {
                case Normalised.Accepted(var observation) ->
                    // Whoever holds the credentials of one account must not speak for another one that we know.
                    registrations.isAnotherAccount(
                                    registration, observation.record().companyId())
                            ? journal.quarantine(delivery, "the delivery names another connection's company")
                            : append(delivery, observation);
                case Normalised.Rejected(var reason) -> journal.quarantine(delivery, reason);
            };
        } catch (RuntimeException | StackOverflowError e) {
            LOG.errorf(e, "delivery not read; quarantined delivery=%s", delivery.id());
            return journal.quarantine(delivery, "reading it failed");
        }
    }

    private Uni<Appended> append(Delivery delivery, Observation observation) {
        var appended = journal.append(delivery, observation);
        return observation.drift().isEmpty()
                ? appended
                : appended.invoke(how -> {
                    if (how != Appended.QUARANTINED) {
                        drift.stored(observation);
                    }
                });
    }
}

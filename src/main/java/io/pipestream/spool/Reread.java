package io.pipestream.spool;

import io.pipestream.event.Delivery;
import io.pipestream.journal.Arrival;
import io.pipestream.journal.Rereader;
import io.pipestream.subscription.RegistrationCache;
import jakarta.inject.Singleton;

/** Reads what is in quarantine as {@link Keeping} reads what comes. */
@Singleton
class Reread implements Rereader {

    private final Intake intake;
    private final RegistrationCache registrations;

    Reread(Intake intake, RegistrationCache registrations) {
        this.intake = intake;
        this.registrations = registrations;
    }

    /** Without its registration nobody knows any more for which account it came, and whether it may speak for another. */
    @Override
    public Arrival read(Delivery delivery) {
        return registrations
                .companyOf(delivery.registrationId())
                .map(companyId -> intake.read(delivery, companyId))
                .orElseGet(() -> new Arrival.Rejected(delivery, "the registration that brought it is gone"));
    }

    @Override
    public void stored(Arrival arrival) {
        intake.stored(arrival);
    }
}

package io.pipestream.subscription;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.pipestream.pipedrive.PipedriveConfig;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Writes down how registrations are doing, by evidence and by what checks find, and the gaps that follow. */
@Singleton
class HealthKeeper {

    private static final Logger LOG = Logger.getLogger(HealthKeeper.class);

    private final HealthRepository repository;
    private final Blindness blindness;
    private final Listening listening;
    private final Clock clock;
    private final Diagnosis diagnosis;

    HealthKeeper(
            HealthRepository repository,
            Blindness blindness,
            Listening listening,
            Clock clock,
            PipedriveConfig pipedrive,
            ReconcileConfig config) {
        this.repository = repository;
        this.blindness = blindness;
        this.listening = listening;
        this.clock = clock;
        this.diagnosis = new Diagnosis(pipedrive.banDuration(), pipedrive.retryWindow(), config.silentAfter());
    }

    List<Watched> of(UUID connectionId) {
        return repository.of(connectionId);
    }

    /** Judges the connection's registrations by what is known without asking Pipedrive. Returns how they are now. */
    List<Watched> judge(UUID connectionId) {
        var now = clock.instant();
        var siblings = new Siblings(repository.of(connectionId));
        var changed = false;
        for (var registration : siblings.all()) {
            var to = diagnosis.byEvidence(registration.standing(), registration.evidence(), now);
            changed |= change(registration, to, siblings, now);
        }
        if (changed) {
            listening.refresh();
        }
        return siblings.all();
    }

    /**
     * Takes down what a check found.
     *
     * @param findings by subscription
     * @param asked    when Pipedrive was asked; its list is not older
     */
    void found(UUID connectionId, Map<UUID, Finding> findings, Instant asked) {
        var now = clock.instant();
        var siblings = new Siblings(repository.of(connectionId));
        for (var registration : siblings.all()) {
            var finding = findings.get(registration.subscriptionId());
            if (finding != null) {
                found(registration, finding, siblings, now);
                repository.checked(
                        registration.id(),
                        asked,
                        switch (finding) {
                            case Finding.Right right -> asked;
                            case Finding.Replaced replaced -> now;
                            case Finding.Unregistered unregistered -> null;
                            case Finding.Unauthorised unauthorised -> null;
                            case Finding.Unknown unknown -> null;
                        },
                        finding instanceof Finding.Replaced);
            }
        }
        listening.refresh();
    }

    private void found(Watched registration, Finding finding, Siblings siblings, Instant now) {
        var present = diagnosis.lastPresent(registration.evidence());
        if (finding instanceof Finding.Replaced(var found, var heardUntilNow) && !heardUntilNow && present != null) {
            blindness.replaced(registration, found, present, siblings.healthBeside(registration), now);
        }
        var to = diagnosis.afterCheck(registration.standing(), registration.evidence(), finding, now);
        change(registration, to, siblings, now);
    }

    /** Returns whether there was anything to change. */
    private boolean change(Watched registration, Standing to, Siblings siblings, Instant now) {
        if (to.equals(registration.standing())) {
            return false;
        }
        var blind = diagnosis.blindSince(registration.evidence(), to, now);
        blindness.changed(registration, to, blind, siblings.healthBeside(registration), now);
        // Another instance may have been faster; then the next tick looks again.
        if (repository.change(registration, to)) {
            siblings.put(registration.with(to));
            if (to.health() != registration.health()) {
                LOG.infof(
                        "registration health changed registration=%s event=%s from=%s to=%s reason=%s",
                        registration.id(), registration.event(), registration.health(), to.health(), to.reason());
            }
        }
        return true;
    }

    /**
     * The subscription is no more, and nothing goes unheard by it.
     *
     * @param before the connection's registrations while it was there
     */
    void removed(List<Watched> before, UUID subscriptionId) {
        var siblings = new Siblings(before);
        siblings.all().stream()
                .filter(registration -> registration.subscriptionId().equals(subscriptionId))
                .forEach(registration ->
                        blindness.ended(registration, siblings.healthBeside(registration), clock.instant()));
        listening.refresh();
    }
}

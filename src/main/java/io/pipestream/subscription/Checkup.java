package io.pipestream.subscription;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

import io.pipestream.connection.Connections;
import io.pipestream.pipedrive.PipedriveRefusedException;
import io.pipestream.pipedrive.Purpose;
import io.pipestream.platform.Lease;
import io.pipestream.subscription.SubscriptionStore.Pair;
import jakarta.inject.Singleton;

/**
 * Asks Pipedrive for a connection's webhooks, has them put right, and takes down what that says of their health. One
 * instance at a time does it for a connection, so nothing is registered twice.
 */
@Singleton
class Checkup {

    /** Longer than the calls to Pipedrive between two renewals take; a holder that died keeps others waiting as long. */
    private static final Duration LEASE = Duration.ofSeconds(60);

    private final Registrar registrar;
    private final HealthKeeper keeper;
    private final Lease lease;
    private final Clock clock;

    Checkup(Registrar registrar, HealthKeeper keeper, Lease lease, Clock clock) {
        this.registrar = registrar;
        this.keeper = keeper;
        this.lease = lease;
        this.clock = clock;
    }

    /**
     * Checks now, for somebody who waits.
     *
     * @return what became of each registration, by subscription
     * @throws PipedriveRefusedException if Pipedrive does not even list its webhooks
     */
    Map<UUID, Outcome> check(Connections.Ref connection, Purpose purpose) {
        return holding(connection, purpose, site -> check(site, Set.of()));
    }

    /** Checks unless somebody else is at it, or has just been. */
    void checkIfDue(Connections.Ref connection, Purpose purpose, BooleanSupplier isStillDue) {
        lease.ifFree(leaseOf(connection), LEASE, held -> {
            if (isStillDue.getAsBoolean()) {
                check(new Site(connection, purpose, held), Set.of());
            }
        });
    }

    /** Has a new webhook with new credentials made for the subscription, and the old one deleted after that. */
    Outcome renew(Connections.Ref connection, UUID subscriptionId) {
        return holding(connection, Purpose.OPERATOR, site -> check(site, Set.of(subscriptionId)))
                .getOrDefault(subscriptionId, new Outcome(new Finding.Unknown(), null));
    }

    /** Deletes the webhook at Pipedrive and then the subscription. */
    void unregister(Connections.Ref connection, Pair pair) {
        holding(connection, Purpose.OPERATOR, site -> {
            var before = keeper.of(connection.id());
            registrar.unregister(site, pair);
            keeper.removed(before, pair.subscription().id);
            return pair;
        });
    }

    private <T> T holding(Connections.Ref connection, Purpose purpose, Function<Site, T> work) {
        return lease.holding(leaseOf(connection), LEASE, held -> work.apply(new Site(connection, purpose, held)));
    }

    private Map<UUID, Outcome> check(Site site, Set<UUID> renewed) {
        var connection = site.connection().id();
        var asked = clock.instant();
        try {
            var outcomes = registrar.register(site, renewed);
            var findings = new HashMap<UUID, Finding>();
            outcomes.forEach((subscription, outcome) -> findings.put(subscription, outcome.finding()));
            keeper.found(connection, findings, asked);
            return outcomes;
        } catch (PipedriveRefusedException e) {
            refused(connection, e, asked);
            throw e;
        }
    }

    private void refused(UUID connection, PipedriveRefusedException refusal, Instant asked) {
        Finding finding =
                Refusal.isAboutRights(refusal) ? new Finding.Unauthorised(refusal.advice()) : new Finding.Unknown();
        var findings = new HashMap<UUID, Finding>();
        keeper.of(connection).forEach(registration -> findings.put(registration.subscriptionId(), finding));
        keeper.found(connection, findings, asked);
    }

    private static String leaseOf(Connections.Ref connection) {
        return "registrar:" + connection.id();
    }
}

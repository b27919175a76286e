package io.pipestream.subscription;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.pipestream.pipedrive.Webhook;
import io.pipestream.platform.AdvisoryLock;
import io.pipestream.platform.AdvisoryLockRepository;
import io.pipestream.platform.Problems;
import io.pipestream.platform.Secrets;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.core.Response.Status;

/** Rows of {@code subscription} and {@code registration}, in short transactions. */
@Singleton
class SubscriptionStore {

    private static final int PATH_BYTES = 24;

    private final Clock clock;
    private final AdvisoryLockRepository locks;

    SubscriptionStore(Clock clock, AdvisoryLockRepository locks) {
        this.clock = clock;
        this.locks = locks;
    }

    /** A subscription with the registration that serves it. */
    record Pair(Subscription subscription, Registration registration) {}

    /** The subscription's id and whether it is new. */
    record Put(UUID id, boolean isNew) {}

    /** Finds or makes the subscription and, committed before Pipedrive hears of it, its path and credentials. */
    @Transactional
    Put put(UUID connectionId, EventPattern event, WebhookVersion version) {
        locks.take(AdvisoryLock.SUBSCRIPTIONS);
        var name = event.toString();
        var known = Subscription.<Subscription>find(
                        "connectionId = ?1 and event = ?2 and webhookVersion = ?3",
                        connectionId,
                        name,
                        version.number())
                .firstResultOptional();
        if (known.isPresent()) {
            return new Put(known.get().id, false);
        }
        var now = clock.instant();
        var subscription = new Subscription(UUID.randomUUID(), connectionId, name, version, now);
        subscription.persist();
        new Registration(UUID.randomUUID(), subscription.id, Credentials.random(), Secrets.random(PATH_BYTES), now)
                .persist();
        return new Put(subscription.id, true);
    }

    @Transactional
    List<Pair> of(UUID connectionId) {
        return Subscription.<Subscription>list("connectionId = ?1 order by createdAt, event", connectionId).stream()
                .map(subscription -> new Pair(subscription, registration(subscription.id)))
                .toList();
    }

    /** Throws 404 {@code subscription-not-found}. */
    @Transactional
    Pair get(UUID connectionId, UUID id) {
        var subscription = Subscription.<Subscription>find("id = ?1 and connectionId = ?2", id, connectionId)
                .firstResultOptional()
                .orElseThrow(() -> Problems.notFound("subscription", id));
        return new Pair(subscription, registration(id));
    }

    /** Which connection each subscription belongs to. */
    @Transactional
    Map<UUID, UUID> connectionsBySubscription() {
        return Subscription.<Subscription>listAll().stream()
                .collect(Collectors.toMap(subscription -> subscription.id, subscription -> subscription.connectionId));
    }

    @Transactional
    List<Registration> registrations() {
        return Registration.listAll();
    }

    @Transactional
    void noteProblem(UUID registrationId, String problem) {
        change(registrationId, registration -> registration.failed(problem));
    }

    @Transactional
    void renew(UUID registrationId, Credentials credentials) {
        change(registrationId, registration -> registration.renew(credentials));
    }

    /** @param overlap how long credentials that these replace are still accepted */
    @Transactional
    void confirm(UUID registrationId, Webhook webhook, Duration overlap) {
        var until = clock.instant().plus(overlap);
        change(registrationId, registration -> registration.confirmed(webhook, until));
    }

    /** Throws 409 {@code subscription-exists} if the connection has the event in that version already. */
    @Transactional
    void changeVersion(UUID connectionId, UUID id, WebhookVersion version) {
        locks.take(AdvisoryLock.SUBSCRIPTIONS);
        var subscription = get(connectionId, id).subscription();
        var taken = Subscription.count(
                "connectionId = ?1 and event = ?2 and webhookVersion = ?3 and id <> ?4",
                connectionId,
                subscription.event,
                version.number(),
                id);
        if (taken > 0) {
            throw Problems.of(
                    Status.CONFLICT,
                    "subscription-exists",
                    "The connection has another subscription to this event in that version. Delete one of the two.");
        }
        subscription.webhookVersion = version.number();
    }

    /** A registration that was removed meanwhile needs no change. */
    private static void change(UUID registrationId, Consumer<Registration> change) {
        Registration.<Registration>findByIdOptional(registrationId).ifPresent(change);
    }

    @Transactional
    void remove(UUID subscriptionId) {
        Registration.delete("subscriptionId", subscriptionId);
        Subscription.deleteById(subscriptionId);
    }

    private static Registration registration(UUID subscriptionId) {
        return Registration.<Registration>find("subscriptionId", subscriptionId).singleResult();
    }
}

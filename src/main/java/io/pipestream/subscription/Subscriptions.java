package io.pipestream.subscription;

import java.util.List;
import java.util.UUID;

import io.pipestream.connection.Connections;
import io.pipestream.pipedrive.Purpose;
import io.pipestream.subscription.SubscriptionStore.Pair;
import io.pipestream.subscription.SubscriptionStore.Put;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Subscriptions and, in step with them, the webhooks at Pipedrive. */
@Singleton
class Subscriptions {

    private final SubscriptionStore store;
    private final Checkup checkup;

    Subscriptions(SubscriptionStore store, Checkup checkup) {
        this.store = store;
        this.checkup = checkup;
    }

    /** Adds the subscription if it is missing and registers its webhook if that is. */
    Put add(Connections.Ref connection, EventPattern event, WebhookVersion version) {
        var put = store.put(connection.id(), event, version);
        throwIfRefused(checkup.check(connection, Purpose.SETUP).get(put.id()));
        return put;
    }

    /**
     * Changes the format of the subscription's webhook: the new one is made before the old one is deleted, so nothing
     * goes unheard, and what both tell is one event.
     */
    void changeVersion(Connections.Ref connection, UUID id, WebhookVersion version) {
        store.changeVersion(connection.id(), id, version);
        throwIfRefused(checkup.check(connection, Purpose.OPERATOR).get(id));
    }

    /** New credentials, and a new webhook that has them; the old ones are accepted until its last retries are over. */
    void rotateCredentials(Connections.Ref connection, UUID id) {
        throwIfRefused(checkup.renew(connection, store.get(connection.id(), id).subscription().id));
    }

    private static void throwIfRefused(@Nullable Outcome outcome) {
        if (outcome != null && outcome.refusal() != null) {
            throw outcome.refusal();
        }
    }

    List<Pair> of(Connections.Ref connection) {
        return store.of(connection.id());
    }

    Pair get(UUID connectionId, UUID id) {
        return store.get(connectionId, id);
    }

    void remove(Connections.Ref connection, UUID id) {
        checkup.unregister(connection, store.get(connection.id(), id));
    }

    /** Adds the subscription if it is missing; the next check makes Pipedrive know it. */
    void want(Connections.Ref connection, EventPattern event, WebhookVersion version) {
        store.put(connection.id(), event, version);
    }
}

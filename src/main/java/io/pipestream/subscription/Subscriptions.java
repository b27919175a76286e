package io.pipestream.subscription;

import java.util.Comparator;
import java.util.List;
import java.util.UUID;

import io.pipestream.connection.Connections;
import io.pipestream.subscription.SubscriptionStore.Pair;
import io.pipestream.subscription.SubscriptionStore.Put;
import jakarta.inject.Singleton;

/** Subscriptions and, in step with them, the webhooks at Pipedrive. */
@Singleton
class Subscriptions {

    private final SubscriptionStore store;
    private final Registrar registrar;

    Subscriptions(SubscriptionStore store, Registrar registrar) {
        this.store = store;
        this.registrar = registrar;
    }

    /** Adds the subscription if it is missing and registers its webhook if that is. */
    Put add(Connections.Ref connection, EventPattern event, WebhookVersion version) {
        var put = store.put(connection.id(), event, version);
        var refused = registrar.register(connection).get(put.id());
        if (refused != null) {
            throw refused;
        }
        return put;
    }

    List<Pair> of(Connections.Ref connection) {
        return store.of(connection.id());
    }

    Pair get(UUID connectionId, UUID id) {
        return store.get(connectionId, id);
    }

    void remove(Connections.Ref connection, UUID id) {
        registrar.unregister(connection, store.get(connection.id(), id));
    }

    /** Adds the subscription if it is missing; {@link #register} makes Pipedrive know it. */
    void want(Connections.Ref connection, EventPattern event, WebhookVersion version) {
        store.put(connection.id(), event, version);
    }

    /**
     * Registers whatever of the connection is not registered under our present address.
     *
     * @throws io.pipestream.pipedrive.PipedriveRefusedException if Pipedrive refused any of it; rather one that may pass
     */
    void register(Connections.Ref connection) {
        var refused = registrar.register(connection).values();
        refused.stream()
                .min(Comparator.comparingInt(refusal -> refusal.mayPass() ? 0 : 1))
                .ifPresent(refusal -> {
                    throw refusal;
                });
    }
}

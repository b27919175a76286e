package io.pipestream.subscription;

import java.util.List;
import java.util.UUID;

import io.pipestream.connection.Connections;
import io.pipestream.pipedrive.Purpose;
import io.pipestream.platform.Problems;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response.Status;
import org.jspecify.annotations.Nullable;

/**
 * Subscriptions and, in step with them, the webhooks at Pipedrive. What cannot be done is an {@link
 * io.quarkiverse.resteasy.problem.HttpProblem} that says what to do, and what Pipedrive refuses a {@link
 * io.pipestream.pipedrive.PipedriveRefusedException}.
 */
@Singleton
public class Subscriptions {

    private final SubscriptionStore store;
    private final Checkup checkup;
    private final Connections connections;

    Subscriptions(SubscriptionStore store, Checkup checkup, Connections connections) {
        this.store = store;
        this.checkup = checkup;
        this.connections = connections;
    }

    /** The subscription, and whether it is new. */
    public record Added(SubscriptionView subscription, boolean isNew) {}

    /**
     * Adds the subscription if it is missing and registers its webhook if that is.
     *
     * @param event   {@code added.deal}, {@code *.*}
     * @param version null for Pipedrive's default
     */
    public Added add(UUID connectionId, String event, @Nullable WebhookVersion version) {
        var wanted = version == null ? WebhookVersion.V2 : version;
        var pattern = pattern(event, wanted);
        var connection = connections.get(connectionId);
        var put = store.put(connectionId, pattern, wanted);
        throwIfRefused(checkup.check(connection, Purpose.SETUP).get(put.id()));
        return new Added(get(connectionId, put.id()), put.isNew());
    }

    /**
     * Changes the format of the subscription's webhook: the new one is made before the old one is deleted, so nothing
     * goes unheard, and what both tell is one event.
     */
    public void changeVersion(UUID connectionId, UUID id, WebhookVersion version) {
        pattern(get(connectionId, id).event(), version);
        var connection = connections.get(connectionId);
        store.changeVersion(connectionId, id, version);
        throwIfRefused(checkup.check(connection, Purpose.OPERATOR).get(id));
    }

    /** New credentials, and a new webhook that has them; the old ones are accepted until its last retries are over. */
    public void rotateCredentials(UUID connectionId, UUID id) {
        var connection = connections.get(connectionId);
        throwIfRefused(checkup.renew(connection, store.get(connectionId, id).subscription().id));
    }

    /** A connection's, in the order in which they came. */
    public List<SubscriptionView> of(UUID connectionId) {
        return store.of(connections.get(connectionId).id()).stream()
                .map(SubscriptionView::of)
                .toList();
    }

    public SubscriptionView get(UUID connectionId, UUID id) {
        return SubscriptionView.of(store.get(connectionId, id));
    }

    /** Deletes the webhook at Pipedrive too. */
    public void remove(UUID connectionId, UUID id) {
        var connection = connections.get(connectionId);
        checkup.unregister(connection, store.get(connectionId, id));
    }

    /** Adds the subscription if it is missing; the next check makes Pipedrive know it. */
    void want(Connections.Ref connection, EventPattern event, WebhookVersion version) {
        store.put(connection.id(), event, version);
    }

    private static EventPattern pattern(String event, WebhookVersion version) {
        if (!event.matches(EventPattern.SYNTAX)) {
            throw Problems.of(Status.BAD_REQUEST, "event-invalid", "event is action.object, for example added.deal.");
        }
        var pattern = EventPattern.parse(event);
        if (pattern.action().equals("merged") && version == WebhookVersion.V2) {
            throw Problems.of(
                    Status.BAD_REQUEST,
                    "event-unknown-in-version",
                    "Webhook 2.0 has no merged event: subscribe to updated and deleted, or ask for webhook_version 1.0.");
        }
        return pattern;
    }

    private static void throwIfRefused(@Nullable Outcome outcome) {
        if (outcome != null && outcome.refusal() != null) {
            throw outcome.refusal();
        }
    }
}

package io.pipestream.subscription;

import java.time.Instant;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.pipestream.subscription.SubscriptionStore.Pair;
import org.jspecify.annotations.Nullable;

/**
 * A subscription as the API and the pages show it. No secrets.
 *
 * @param webhookId Pipedrive's id of the webhook; null until it is registered
 * @param problem   why it is not registered and what to do; null if nothing is wrong
 */
public record SubscriptionView(
        UUID id,
        String event,
        String webhookVersion,
        State state,
        @Nullable String webhookId,
        @Nullable String problem,
        Instant createdAt) {

    /** Whether Pipedrive knows of it. */
    public enum State {
        /** Pipedrive has not confirmed the webhook yet; {@code problem} says why. */
        @JsonProperty("pending")
        PENDING,
        @JsonProperty("registered")
        REGISTERED
    }

    static SubscriptionView of(Pair pair) {
        return new SubscriptionView(
                pair.subscription().id,
                pair.subscription().event,
                pair.subscription().webhookVersion,
                pair.registration().webhookId == null ? State.PENDING : State.REGISTERED,
                pair.registration().webhookId,
                pair.registration().problem,
                pair.subscription().createdAt);
    }
}

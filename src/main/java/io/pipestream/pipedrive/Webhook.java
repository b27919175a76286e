package io.pipestream.pipedrive;

import org.jspecify.annotations.Nullable;

/**
 * A webhook as {@code GET /v1/webhooks} lists it.
 *
 * @param action       in the verbs of its version: {@code added} in 1.0, {@code create} in 2.0, {@code *} in both
 * @param active       false once Pipedrive or somebody has switched it off
 * @param userId       whose rights decide what it is told; null if Pipedrive does not say
 * @param httpPassword Pipedrive lists it in clear; null if the webhook has none
 */
public record Webhook(
        String id,
        String subscriptionUrl,
        String action,
        String object,
        String version,
        boolean active,
        @Nullable String userId,
        @Nullable String httpUser,
        @Nullable String httpPassword) {

    /** Keeps the password out of logs. */
    @Override
    public String toString() {
        return "Webhook[" + id + ' ' + action + '.' + object + " v" + version + ']';
    }
}

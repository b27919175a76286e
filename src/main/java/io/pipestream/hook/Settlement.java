package io.pipestream.hook;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What follows from an outcome.
 *
 * @param health   of the hook, after it
 * @param disable  null unless the hook is to be disabled
 * @param retryAt  null if the delivery ends here
 */
record Settlement(
        Outcome outcome,
        Health health,
        @Nullable Disable disable,
        @Nullable Instant retryAt) {

    /** @param reason for people */
    record Disable(DisabledBy by, String reason) {}

    boolean isDelivered() {
        return outcome.answer() instanceof Answer.Accepted;
    }

    /** The word in {@code hook_delivery.state}. */
    String state() {
        return isDelivered() ? "DELIVERED" : retryAt == null ? "GIVEN_UP" : "PENDING";
    }
}

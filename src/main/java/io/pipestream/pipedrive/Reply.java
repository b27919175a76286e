package io.pipestream.pipedrive;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * An answer from the wire, unread.
 *
 * @param saidAt when it was made by Pipedrive's clock, to the second; null if it does not say
 */
record Reply(int status, RateLimits limits, @Nullable Instant saidAt, String body) {}

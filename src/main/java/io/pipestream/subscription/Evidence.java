package io.pipestream.subscription;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a registration without asking Pipedrive. Several instances add to it.
 *
 * @param createdAt     when it was made
 * @param lastHeardAt   when a delivery was last answered 2xx
 * @param failures      first attempts refused, towards ten; nothing says that a success sets Pipedrive's count back
 * @param failingSince  the first of them
 * @param lastFailedAt  the last of them
 * @param missedAt      when the first thing happened that polling found and the registration should have told
 * @param lastCheckedAt when Pipedrive's list last had it
 * @param triedAt       when Pipedrive was last asked
 */
record Evidence(
        Instant createdAt,
        @Nullable Instant lastHeardAt,
        int failures,
        @Nullable Instant failingSince,
        @Nullable Instant lastFailedAt,
        @Nullable Instant missedAt,
        @Nullable Instant lastCheckedAt,
        @Nullable Instant triedAt) {

    boolean heardSince(Instant time) {
        return lastHeardAt != null && !lastHeardAt.isBefore(time);
    }

    /** What it should have told and has not; null if nothing, or if it has told later things. */
    @Nullable
    Instant unexplainedMiss(@Nullable Instant listeningSince) {
        if (missedAt == null || heardSince(missedAt) || listeningSince == null) {
            return null;
        }
        return missedAt.isAfter(listeningSince) ? missedAt : null;
    }
}

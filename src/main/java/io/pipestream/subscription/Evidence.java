package io.pipestream.subscription;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a registration without asking Pipedrive. Several instances add to it.
 *
 * @param createdAt     when it was made
 * @param lastHeardAt   when a delivery was last answered 2xx
 * @param failures      first attempts that failed, refused by us or on the way, towards ten; nothing says that a
 *                      success sets Pipedrive's count back
 * @param failingSince  the first of them
 * @param lastFailedAt  the last of them
 * @param missedAt      when the first thing happened that polling found and the registration should have told
 * @param unheardFrom   when the first thing happened of which a first attempt may have failed on the way
 * @param unheardUntil  when the last one did
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
        @Nullable Instant unheardFrom,
        @Nullable Instant unheardUntil,
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

    /**
     * When a ban may end of which nobody knows; null if there can be none.
     *
     * @param ban         how long it lasts
     * @param retryWindow what is heard later than this after the last failure is no retry, and there is no ban
     */
    @Nullable
    Doubt doubt(Duration ban, Duration retryWindow) {
        return unheardFrom == null || unheardUntil == null || heardSince(unheardUntil.plus(retryWindow))
                ? null
                : new Doubt(unheardFrom.plus(ban), unheardUntil.plus(ban));
    }
}

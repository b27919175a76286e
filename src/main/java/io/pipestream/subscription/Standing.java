package io.pipestream.subscription;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * How a registration is doing.
 *
 * @param reason         in words for people; null while all is well
 * @param since          when the health became this
 * @param bannedUntil    when the ban ends, as far as we can tell; only while banned
 * @param listeningSince what happened before was not missed by it; null if it has never listened
 */
record Standing(
        Health health,
        @Nullable String reason,
        Instant since,
        @Nullable Instant bannedUntil,
        @Nullable Instant listeningSince) {

    /** Whether Pipedrive tried to tell this webhook of what happened then. */
    boolean listensAt(Instant time) {
        return listeningSince != null
                && !time.isBefore(listeningSince)
                && (bannedUntil == null || !time.isBefore(bannedUntil));
    }

    /** Keeps the time of the change if the health stays the same. */
    Standing become(Health health, @Nullable String reason, Instant at) {
        return new Standing(health, reason, health == this.health ? since : at, null, listeningSince);
    }

    Standing banned(String reason, Instant from, Instant until) {
        return new Standing(Health.BANNED, reason, from, until, listeningSince);
    }

    /** Well again, and nothing that happened before is held against it. */
    Standing listening(Instant at) {
        return new Standing(Health.HEALTHY, null, at, null, at);
    }
}

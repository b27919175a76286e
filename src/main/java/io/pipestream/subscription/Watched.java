package io.pipestream.subscription;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/** A registration as its health is judged. */
record Watched(
        UUID id,
        UUID subscriptionId,
        UUID connectionId,
        EventPattern event,
        String webhookVersion,
        @Nullable String webhookId,
        Standing standing,
        Evidence evidence) {

    Health health() {
        return standing.health();
    }

    /** When a ban may end of which nobody knows: not before the one that is known. */
    @Nullable
    Doubt doubt(Duration ban, Duration retryWindow) {
        var doubt = evidence.doubt(ban, retryWindow);
        var known = standing.bannedUntil();
        if (doubt == null || known == null || known.isBefore(doubt.from())) {
            return doubt;
        }
        return known.isBefore(doubt.until()) ? new Doubt(known, doubt.until()) : null;
    }

    Watched with(Standing changed) {
        return new Watched(id, subscriptionId, connectionId, event, webhookVersion, webhookId, changed, evidence);
    }

    /**
     * Since when a check is wanted at once; null if the planned one will do. A ban and silence are looked into once, for
     * a webhook that is gone looks the same from here.
     */
    @Nullable
    Instant urgentSince() {
        var tried = evidence.triedAt();
        return switch (health()) {
            case SUSPECT, MISSING -> standing.since();
            case BANNED, SILENT -> tried == null || tried.isBefore(standing.since()) ? standing.since() : null;
            case HEALTHY, UNAUTHORISED -> null;
        };
    }
}

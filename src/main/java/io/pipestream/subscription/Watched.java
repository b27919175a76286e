package io.pipestream.subscription;

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

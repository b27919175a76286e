package io.pipestream.subscription;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What follows from evidence and from a check for a registration's health. Pure.
 *
 * @param ban         how long Pipedrive's ban lasts
 * @param retryWindow how long after an event Pipedrive's last attempt to tell it can come
 * @param silentAfter how long a registration may tell nothing before it is called silent
 */
record Diagnosis(Duration ban, Duration retryWindow, Duration silentAfter) {

    /** First attempts that fail before Pipedrive bans. */
    static final int FAILURES_BEFORE_BAN = 10;

    Standing byEvidence(Standing standing, Evidence evidence, Instant now) {
        return switch (standing.health()) {
            case BANNED -> banned(standing, evidence, now);
            // Only a check can tell that these are over.
            case MISSING, UNAUTHORISED -> standing;
            case HEALTHY, SILENT, SUSPECT -> listening(standing, evidence, now);
        };
    }

    private Standing banned(Standing standing, Evidence evidence, Instant now) {
        var until = standing.bannedUntil();
        // A retry of what happened before the ban can still come, anything later proves that there is none.
        var proof = standing.since().plus(retryWindow);
        return until == null || !now.isBefore(until) || evidence.heardSince(proof) ? standing.listening(now) : standing;
    }

    private Standing listening(Standing standing, Evidence evidence, Instant now) {
        var missed = evidence.unexplainedMiss(standing.listeningSince());
        // Polling may see a change before its webhook arrives. Then Pipedrive is asked, for it may be gone.
        if (missed != null && !now.isBefore(missed.plus(retryWindow))) {
            return standing.become(Health.SUSPECT, "Polling found what it has not told.", now);
        }
        var failed = tenthFailure(evidence);
        if (failed != null) {
            return isOver(failed, evidence, now) ? standing.listening(now) : banned(standing, failed);
        }
        if (missed != null) {
            return standing;
        }
        var quiet = !evidence.heardSince(now.minus(silentAfter)) && !isYoung(standing, evidence, now);
        if (quiet) {
            return standing.health() == Health.SILENT
                    ? standing
                    : standing.become(Health.SILENT, "Nothing was heard for " + silentAfter + '.', now);
        }
        return standing.health() == Health.HEALTHY ? standing : standing.become(Health.HEALTHY, null, now);
    }

    private static @Nullable Instant tenthFailure(Evidence evidence) {
        return evidence.failures() >= FAILURES_BEFORE_BAN ? evidence.lastFailedAt() : null;
    }

    /** A ban of our downtime may have passed before anybody knew of it. */
    private boolean isOver(Instant failed, Evidence evidence, Instant now) {
        return !now.isBefore(failed.plus(ban)) || evidence.heardSince(failed.plus(retryWindow));
    }

    private Standing banned(Standing standing, Instant failed) {
        return standing.banned(
                "Ten first attempts failed, at our door or on their way to it.", failed, failed.plus(ban));
    }

    private boolean isYoung(Standing standing, Evidence evidence, Instant now) {
        var since = standing.listeningSince() == null ? evidence.createdAt() : standing.listeningSince();
        return now.isBefore(since.plus(silentAfter));
    }

    Standing afterCheck(Standing standing, Evidence evidence, Finding finding, Instant now) {
        return switch (finding) {
            case Finding.Right() -> right(standing, evidence, now);
            case Finding.Replaced replaced ->
                replaced.heardUntilNow() && standing.health() == Health.HEALTHY ? standing : standing.listening(now);
            case Finding.Unregistered(var advice, var heardStill) ->
                heardStill ? standing : standing.become(Health.MISSING, advice, now);
            case Finding.Unauthorised(var advice) -> standing.become(Health.UNAUTHORISED, advice, now);
            case Finding.Unknown() -> standing;
        };
    }

    private Standing right(Standing standing, Evidence evidence, Instant now) {
        return switch (standing.health()) {
            case HEALTHY, SILENT, BANNED -> standing;
            case MISSING, UNAUTHORISED -> standing.listening(now);
            case SUSPECT -> {
                var failed = tenthFailure(evidence);
                if (failed != null && !isOver(failed, evidence, now)) {
                    yield banned(standing, failed);
                }
                var missed = evidence.unexplainedMiss(standing.listeningSince());
                // What else keeps a webhook that is there from telling? A ban is not in Pipedrive's list.
                yield missed == null || !now.isBefore(missed.plus(ban))
                        ? standing.listening(now)
                        : standing.banned(
                                "Pipedrive lists it, but it has not told what polling found.",
                                missed,
                                missed.plus(ban));
            }
        };
    }

    /** Since when a registration that becomes this may not have heard everything; null if it hears, or never did. */
    @Nullable
    Instant blindSince(Evidence evidence, Standing to, Instant now) {
        return switch (to.health()) {
            case BANNED -> bannedSince(evidence, to);
            case SUSPECT -> evidence.missedAt() == null ? now : evidence.missedAt();
            case MISSING, UNAUTHORISED -> lastPresent(evidence);
            case HEALTHY, SILENT -> null;
        };
    }

    /** The attempts that failed before the tenth may have been the last ones of what they told. */
    private static Instant bannedSince(Evidence evidence, Standing to) {
        var failing = evidence.failingSince();
        if (evidence.failures() < FAILURES_BEFORE_BAN || failing == null || failing.isAfter(to.since())) {
            return to.since();
        }
        var heard = evidence.lastHeardAt();
        return heard != null && heard.isAfter(failing) && heard.isBefore(to.since()) ? heard : failing;
    }

    /**
     * When the webhook was there for certain; null if it never was, and what happened then is not ours to hear. Its own
     * deliveries prove that as well as Pipedrive's list does, but the last of them may be a retry.
     */
    @Nullable
    Instant lastPresent(Evidence evidence) {
        var checked = evidence.lastCheckedAt();
        var heard =
                evidence.lastHeardAt() == null ? null : evidence.lastHeardAt().minus(retryWindow);
        return checked != null && heard != null && heard.isAfter(checked) ? heard : checked;
    }
}

package io.pipestream.subscription;

import io.pipestream.pipedrive.PipedriveRefusedException;

/** What a refusal by Pipedrive says of us, beside what it says of the call. */
final class Refusal {

    private Refusal() {}

    /** Whether somebody has to give us other credentials or more rights. */
    static boolean isAboutRights(PipedriveRefusedException refusal) {
        return switch (refusal.reason()) {
            case UNAUTHORISED, FORBIDDEN, ACCOUNT_CLOSED, CONSENT_REVOKED -> true;
            default -> false;
        };
    }
}

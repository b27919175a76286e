package io.pipestream.subscription;

import io.pipestream.connection.ConnectionState;
import io.pipestream.pipedrive.PipedriveRefusedException;
import org.jspecify.annotations.Nullable;

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

    /** What the connection's credentials are then; null if it says nothing of them. */
    static @Nullable ConnectionState state(PipedriveRefusedException refusal) {
        return switch (refusal.reason()) {
            case UNAUTHORISED -> ConnectionState.TOKEN_REFUSED;
            case ACCOUNT_CLOSED -> ConnectionState.ACCOUNT_CLOSED;
            case CONSENT_REVOKED -> ConnectionState.CONSENT_REVOKED;
            case BLOCKED -> ConnectionState.BLOCKED;
            default -> null;
        };
    }
}

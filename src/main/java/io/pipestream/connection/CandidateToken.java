package io.pipestream.connection;

import java.util.UUID;

import io.pipestream.pipedrive.Credential;
import io.pipestream.pipedrive.PipedriveRefusedException;
import io.pipestream.pipedrive.PipedriveRefusedException.Reason;

/**
 * A token that a connection may get. That it is refused says nothing of the one that is there; but once the firewall has
 * answered, nobody calls the account for a while, so nobody else would find out.
 */
record CandidateToken(UUID connectionId, String apiToken, StateKeeper states) implements Credential {

    @Override
    public Header header() {
        return new Stored.Token(apiToken).header();
    }

    @Override
    public void refused(PipedriveRefusedException refusal) {
        if (refusal.reason() == Reason.BLOCKED) {
            states.refused(connectionId, refusal);
        }
    }

    /** Keeps the token out of logs. */
    @Override
    public String toString() {
        return "CandidateToken[" + connectionId + ']';
    }
}

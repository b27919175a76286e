package io.pipestream.connection;

import java.util.UUID;

import io.pipestream.pipedrive.Credential;
import io.pipestream.pipedrive.PipedriveRefusedException;

/**
 * A connection's credential, read anew for each call: it may have been renewed here or by another instance. What Pipedrive
 * refuses it is noted with the connection.
 */
record StoredCredential(UUID connectionId, Keyring keyring, StateKeeper states) implements Credential {

    @Override
    public Header header() {
        return keyring.header(connectionId);
    }

    @Override
    public boolean renew(Header refused) {
        return keyring.renew(connectionId, refused);
    }

    @Override
    public void refused(PipedriveRefusedException refusal) {
        states.refused(connectionId, refusal);
    }

    @Override
    public String toString() {
        return "StoredCredential[" + connectionId + ']';
    }
}

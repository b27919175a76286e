package io.pipestream.connection;

import java.util.UUID;

import io.pipestream.pipedrive.Credential;

/** A connection's credential, read anew for each call: it may have been renewed here or by another instance. */
record StoredCredential(UUID connectionId, Keyring keyring) implements Credential {

    @Override
    public Header header() {
        return keyring.header(connectionId);
    }

    @Override
    public boolean renew(Header refused) {
        return keyring.renew(connectionId, refused);
    }

    @Override
    public String toString() {
        return "StoredCredential[" + connectionId + ']';
    }
}

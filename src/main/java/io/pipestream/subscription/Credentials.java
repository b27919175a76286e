package io.pipestream.subscription;

import io.pipestream.platform.Secrets;

/** What Pipedrive must show at our door. Made for one registration; the password is kept only as a hash. */
record Credentials(String username, String password) {

    static Credentials random() {
        return new Credentials("pipestream-" + Secrets.random(6), Secrets.random(32));
    }

    byte[] sha256() {
        return Secrets.sha256(password);
    }

    /** Keeps the password out of logs. */
    @Override
    public String toString() {
        return "Credentials[" + username + ']';
    }
}

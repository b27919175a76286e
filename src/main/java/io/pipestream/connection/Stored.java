package io.pipestream.connection;

import java.time.Instant;

import io.pipestream.pipedrive.Credential.Header;

/** A connection's secret in clear, as it was read just now. */
sealed interface Stored {

    /** How it is shown to Pipedrive. */
    Header header();

    /** An API token: good until somebody replaces it. */
    record Token(String apiToken) implements Stored {

        @Override
        public Header header() {
            return new Header("x-api-token", apiToken);
        }

        /** Keeps the secret out of logs. */
        @Override
        public String toString() {
            return "Token";
        }
    }

    /**
     * What a consent gave us.
     *
     * @param expiresAt   of the access token
     * @param refreshedAt last use of the refresh token
     * @param version     another one for each grant that is stored, so that an older one cannot replace a newer
     */
    record Grant(String accessToken, String refreshToken, Instant expiresAt, Instant refreshedAt, String version)
            implements Stored {

        @Override
        public Header header() {
            return new Header("Authorization", "Bearer " + accessToken);
        }

        /** Keeps the secrets out of logs. */
        @Override
        public String toString() {
            return "Grant[expiresAt=" + expiresAt + ']';
        }
    }
}

package io.pipestream.connection;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A connection as the API and the pages show it. No secrets.
 *
 * @param auth           how we show Pipedrive who we are
 * @param scope          what the account consented to; null with an API token
 * @param tokenExpiresAt of the access token, which is refreshed by itself; null with an API token
 * @param stateReason    what to do; null while active
 */
public record ConnectionView(
        UUID id,
        String companyId,
        String companyDomain,
        String companyName,
        String userId,
        Auth auth,
        @Nullable String scope,
        @Nullable Instant tokenExpiresAt,
        ConnectionState state,
        @Nullable String stateReason,
        Instant stateSince,
        Instant createdAt) {

    static ConnectionView of(Connection connection) {
        return new ConnectionView(
                connection.id,
                connection.companyId,
                connection.companyDomain,
                connection.companyName,
                connection.userId,
                connection.auth,
                connection.scope,
                connection.tokenExpiresAt,
                connection.state,
                connection.stateReason,
                connection.stateSince,
                connection.createdAt);
    }
}

package io.pipestream.connection;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;

import io.pipestream.connection.Stored.Grant;
import io.pipestream.connection.Stored.Token;
import io.pipestream.pipedrive.OAuthTokens;
import io.pipestream.pipedrive.PipedriveRefusedException;
import io.pipestream.pipedrive.PipedriveRefusedException.Reason;
import io.pipestream.platform.SecretBox;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;

/** The secrets of {@code connection}, sealed and opened, in short transactions that hold no call to Pipedrive. */
@Singleton
class CredentialStore {

    private final SecretBox box;

    CredentialStore(SecretBox box) {
        this.box = box;
    }

    /**
     * What there is now.
     *
     * @throws PipedriveRefusedException with {@link Reason#CONSENT_REVOKED} if the consent is gone
     */
    @Transactional
    Stored load(UUID id) {
        return open(ConnectionStore.load(id));
    }

    /** Consents of which nothing was used since then. */
    @Transactional
    List<UUID> unusedSince(Instant time) {
        return Connection.<Connection>list(
                        "auth = ?1 and accessToken is not null and refreshedAt < ?2", Auth.OAUTH, time)
                .stream()
                .map(row -> row.id)
                .toList();
    }

    /** Stores what the refresh of a grant gave; nothing if the account has consented anew meanwhile. Answers what there is. */
    @Transactional
    Stored refreshed(UUID id, Grant used, OAuthTokens tokens, Instant now) {
        var row = ConnectionStore.locked(id);
        if (used.version().equals(row.accessToken)) {
            seal(row, tokens, now);
        }
        return open(row);
    }

    /** Notes that Pipedrive does not know the grant any more; nothing if the account has consented anew meanwhile. */
    @Transactional
    void ended(UUID id, Grant used, Instant now, BiConsumer<Connection, Instant> how) {
        var row = ConnectionStore.locked(id);
        if (used.version().equals(row.accessToken)) {
            how.accept(row, now);
        }
    }

    /** From now on the row's credential is this token. */
    void seal(Connection row, String apiToken) {
        row.auth = Auth.API_TOKEN;
        row.apiToken = box.seal(apiToken, place(row, "api_token"));
        row.forgetGrant();
        row.refreshedAt = null;
        row.scope = null;
    }

    /** From now on the row's credential is this grant. A refresh token that is not in the answer stays as it was. */
    void seal(Connection row, OAuthTokens tokens, Instant now) {
        row.auth = Auth.OAUTH;
        row.apiToken = null;
        row.accessToken = box.seal(tokens.accessToken(), place(row, "access_token"));
        if (tokens.refreshToken() != null) {
            row.refreshToken = box.seal(tokens.refreshToken(), place(row, "refresh_token"));
        }
        row.tokenExpiresAt = tokens.expiresAt();
        row.refreshedAt = now;
        row.scope = tokens.scope();
    }

    private Stored open(Connection row) {
        if (row.apiToken != null) {
            return new Token(box.open(row.apiToken, place(row, "api_token")));
        }
        if (row.accessToken == null
                || row.refreshToken == null
                || row.tokenExpiresAt == null
                || row.refreshedAt == null) {
            throw new PipedriveRefusedException(Reason.CONSENT_REVOKED, null, null);
        }
        return new Grant(
                box.open(row.accessToken, place(row, "access_token")),
                box.open(row.refreshToken, place(row, "refresh_token")),
                row.tokenExpiresAt,
                row.refreshedAt,
                row.accessToken);
    }

    private static String place(Connection row, String column) {
        return "connection/" + row.id + '/' + column;
    }
}

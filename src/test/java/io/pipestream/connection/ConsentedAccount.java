package io.pipestream.connection;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;

import io.pipestream.pipedrive.Credential.Header;
import io.pipestream.pipedrive.Me;
import io.pipestream.platform.Lease;
import io.pipestream.support.Api;
import io.pipestream.support.Database;
import jakarta.enterprise.context.Dependent;

/**
 * An account that has consented, with two keyrings that share nothing but Postgres: they are two replicas. Each test has
 * one to itself.
 */
@Dependent
class ConsentedAccount {

    static final Duration REFRESH_BEFORE = Duration.ofMinutes(5);

    final MovedClock clock = new MovedClock(Instant.parse("2026-03-02T10:00:00Z"));
    final TokenEndpoint pipedrive = new TokenEndpoint(clock::instant);
    final Keyring one;
    final Keyring other;

    private final Me me = new Me("1", "keyring-" + UUID.randomUUID(), "acme", "Acme");
    private final ConnectionStore connections;
    private final Database database;
    private UUID id = new UUID(0, 0);

    ConsentedAccount(ConnectionStore connections, CredentialStore store, Lease lease, Database database) {
        this.connections = connections;
        this.database = database;
        this.one = new Keyring(store, lease, clock, REFRESH_BEFORE, pipedrive);
        this.other = new Keyring(store, lease, clock, REFRESH_BEFORE, pipedrive);
    }

    /** The header that a keyring shows for an access token. */
    static Header bearer(String accessToken) {
        return new Header("Authorization", "Bearer " + accessToken);
    }

    UUID id() {
        return id;
    }

    /** For the first time, with the access token {@code access-0}. */
    void consent() {
        id = connections
                .put(me, TokenEndpoint.tokens("access-0", "refresh", clock.instant()))
                .ref()
                .id();
        // The row says so by the service's own clock.
        database.change(
                "UPDATE connection SET refreshed_at = ? WHERE id = ?",
                clock.instant().atOffset(ZoneOffset.UTC),
                id);
    }

    /** Anew, with the access token {@code access-new}. */
    void consentAgain() {
        connections.put(me, TokenEndpoint.tokens("access-new", "refresh-new", clock.instant()));
    }

    /** A token in place of the consent. */
    void give(String apiToken) {
        connections.put(me, apiToken);
    }

    void remove() {
        connections.remove(id);
    }

    /** A field of the connection as the API shows it. */
    String shown(String field) {
        return Api.get("/api/connections/" + id).json().path(field).asText();
    }
}

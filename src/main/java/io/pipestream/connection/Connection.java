package io.pipestream.connection;

import java.time.Instant;
import java.util.UUID;

import io.pipestream.pipedrive.Me;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code connection}. Few rows and edited by people, hence Panache. Never leaves this package. Its secrets are
 * as they are stored; {@link CredentialStore} opens them.
 */
@Entity
class Connection extends PanacheEntityBase {

    private static final Logger LOG = Logger.getLogger(Connection.class);

    private static final String ASK_AGAIN =
            " POST /api/connections/oauth and open its authorize_url as an admin of the account.";

    @Id
    UUID id;

    @Column(name = "company_id")
    String companyId;

    @Column(name = "company_domain")
    String companyDomain;

    @Column(name = "company_name")
    String companyName;

    @Column(name = "user_id")
    String userId;

    @Enumerated(EnumType.STRING)
    Auth auth;

    @Column(name = "api_token")
    @Nullable
    String apiToken;

    @Column(name = "access_token")
    @Nullable
    String accessToken;

    @Column(name = "refresh_token")
    @Nullable
    String refreshToken;

    @Column(name = "token_expires_at")
    @Nullable
    Instant tokenExpiresAt;

    @Column(name = "refreshed_at")
    @Nullable
    Instant refreshedAt;

    @Nullable
    String scope;

    @Enumerated(EnumType.STRING)
    ConnectionState state;

    @Column(name = "state_reason")
    @Nullable
    String stateReason;

    @Column(name = "state_since")
    Instant stateSince;

    @Column(name = "created_at")
    Instant createdAt;

    @Version
    int version;

    /** For Hibernate only. */
    @SuppressWarnings("NullAway.Init")
    protected Connection() {}

    /** Without a credential yet: it must get one before it is stored. */
    Connection(UUID id, Me me, Instant createdAt) {
        this.id = id;
        this.companyId = me.companyId();
        this.companyDomain = me.companyDomain();
        this.companyName = me.companyName();
        this.userId = me.userId();
        this.auth = Auth.API_TOKEN;
        this.state = ConnectionState.ACTIVE;
        this.stateSince = createdAt;
        this.createdAt = createdAt;
    }

    /** What Pipedrive says of the account now. */
    void describe(Me me) {
        this.companyDomain = me.companyDomain();
        this.companyName = me.companyName();
        this.userId = me.userId();
    }

    /** Since when it is so changes only with the state; an active connection has no reason. */
    void note(ConnectionState now, @Nullable String reason, Instant at) {
        if (state != now) {
            var level = now == ConnectionState.ACTIVE ? Logger.Level.INFO : Logger.Level.WARN;
            LOG.logf(
                    level,
                    "connection state changed connection=%s company=%s from=%s to=%s reason=%s",
                    id,
                    companyId,
                    state,
                    now,
                    reason);
            state = now;
            stateSince = at;
        }
        stateReason = now == ConnectionState.ACTIVE ? null : reason;
    }

    /** The tokens are forgotten: they are of no use, and not ours any more. */
    void revokeConsent(Instant at) {
        forgetGrant();
        note(
                ConnectionState.CONSENT_REVOKED,
                "Pipedrive no longer accepts the consent: somebody uninstalled the app or revoked it." + ASK_AGAIN,
                at);
    }

    /** Likewise. */
    void expireConsent(Instant at) {
        forgetGrant();
        note(
                ConnectionState.CONSENT_EXPIRED,
                "The consent was not used for 60 days, so Pipedrive ended it." + ASK_AGAIN,
                at);
    }

    void forgetGrant() {
        accessToken = null;
        refreshToken = null;
        tokenExpiresAt = null;
    }
}

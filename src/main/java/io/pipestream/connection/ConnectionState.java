package io.pipestream.connection;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;

/** Whether a connection can be used, and if not, who has to do what. */
public enum ConnectionState {
    /** Pipedrive accepts us, as far as we know. */
    ACTIVE,
    /** The app was uninstalled, or its consent revoked. An admin of the account has to consent again. */
    CONSENT_REVOKED,
    /** The consent was not used for 60 days. Likewise. */
    CONSENT_EXPIRED,
    /** 401: the token is wrong, revoked or replaced. Somebody has to give us the current one. */
    TOKEN_REFUSED,
    /** 402: closed or not paid. */
    ACCOUNT_CLOSED,
    /** Pipedrive's firewall refuses our calls; it stops by itself when we stop. */
    BLOCKED;

    /** As the API and the metric name it. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether only a new consent, or a token in its place, helps. */
    boolean needsConsent() {
        return this == CONSENT_REVOKED || this == CONSENT_EXPIRED;
    }
}

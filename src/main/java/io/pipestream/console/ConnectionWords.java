package io.pipestream.console;

import io.pipestream.connection.Auth;
import io.pipestream.connection.ConnectionState;
import io.quarkus.qute.TemplateExtension;

/** How connections are told of, and what to do about their states. */
@TemplateExtension
final class ConnectionWords {

    private ConnectionWords() {}

    static String words(Auth auth) {
        return switch (auth) {
            case API_TOKEN -> "API token";
            case OAUTH -> "OAuth";
        };
    }

    static String words(ConnectionState state) {
        return switch (state) {
            case ACTIVE -> "connected";
            case CONSENT_REVOKED -> "consent revoked";
            case CONSENT_EXPIRED -> "consent expired";
            case TOKEN_REFUSED -> "token refused";
            case ACCOUNT_CLOSED -> "account closed or not paid";
            case BLOCKED -> "blocked for the moment";
        };
    }

    static String kind(ConnectionState state) {
        return switch (state) {
            case ACTIVE -> "ok";
            case BLOCKED -> "warn";
            case CONSENT_REVOKED, CONSENT_EXPIRED, TOKEN_REFUSED, ACCOUNT_CLOSED -> "bad";
        };
    }

    /** What somebody has to do about it. */
    static String advice(ConnectionState state) {
        return switch (state) {
            case ACTIVE -> "Nothing to do.";
            case CONSENT_REVOKED ->
                "Somebody uninstalled the app or revoked its consent. Ask an admin of the account to consent again, or give a token below.";
            case CONSENT_EXPIRED ->
                "The consent was not used for 60 days. Ask an admin of the account to consent again, or give a token below.";
            case TOKEN_REFUSED ->
                "Pipedrive does not accept the token: it was replaced, or its user is gone. Give the present one below.";
            case ACCOUNT_CLOSED -> "Pipedrive answers again once the account is paid. Then test the connection.";
            case BLOCKED ->
                "Pipedrive's firewall holds us off because too much was asked. It ends by itself; we ask nothing meanwhile.";
        };
    }
}

package io.pipestream.pipedrive;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/** Pipedrive did not do what it was asked, or was not asked. Says why in a way that callers can act on. */
public final class PipedriveRefusedException extends RuntimeException {

    /** Why, and with it what to do. */
    public enum Reason {
        /** 401: the token is wrong, revoked or replaced. */
        UNAUTHORISED,
        /** The OAuth grant is gone: the app was uninstalled, or its refresh token is 60 days old. */
        CONSENT_REVOKED,
        /** 402: the account is closed or not paid. */
        ACCOUNT_CLOSED,
        /** 403 with JSON: the token's user may not do this. */
        FORBIDDEN,
        /** 403 with Cloudflare's page: too many 429s were ignored; stop calling. */
        BLOCKED,
        /** 404 or 410. */
        NOT_FOUND,
        /** 400: a value is not accepted, a callback URL that Pipedrive cannot reach for one. */
        INVALID,
        /** 422: the user has as many webhooks as Pipedrive allows. */
        LIMIT_REACHED,
        /** 429: too many calls at once. */
        RATE_LIMITED,
        /** 429 and nothing left of the account's tokens, by whomever they were spent. */
        DAY_SPENT,
        /** Not asked: our own share of the day's tokens is spent. */
        BUDGET_SPENT,
        /** Not asked: we hold back, after Pipedrive's firewall answered or too many calls failed. */
        PAUSED,
        /** 5xx, a timeout, or no connection. */
        UNAVAILABLE,
        /** 2xx with a body we cannot read. */
        UNREADABLE
    }

    private final Reason reason;
    private final transient @Nullable Instant until;
    private final boolean sent;

    private PipedriveRefusedException(
            Reason reason, @Nullable String said, @Nullable Instant until, boolean sent, @Nullable Throwable cause) {
        super(said, cause);
        this.reason = reason;
        this.until = until;
        this.sent = sent;
    }

    /**
     * A refusal that does not say until when.
     *
     * @param said Pipedrive's own words, which may be shown to an operator; null if it said nothing
     */
    public PipedriveRefusedException(Reason reason, @Nullable String said, @Nullable Throwable cause) {
        this(reason, said, null, true, cause);
    }

    /** @param until when it may be tried again */
    static PipedriveRefusedException until(Reason reason, Instant until) {
        return new PipedriveRefusedException(reason, null, until, true, null);
    }

    /** {@code UNAVAILABLE}, and Pipedrive cannot have seen the request. */
    static PipedriveRefusedException unsent(Throwable cause) {
        return new PipedriveRefusedException(Reason.UNAVAILABLE, null, null, false, cause);
    }

    public Reason reason() {
        return reason;
    }

    /** When it may be tried again; null if that is not known. */
    public @Nullable Instant until() {
        return until;
    }

    /** Whether trying again within minutes may help, without anybody doing anything. */
    public boolean mayPass() {
        return switch (reason) {
            // The callback address may be one that could not be reached yet.
            case RATE_LIMITED, PAUSED, UNAVAILABLE, INVALID -> true;
            case UNAUTHORISED,
                    CONSENT_REVOKED,
                    ACCOUNT_CLOSED,
                    FORBIDDEN,
                    BLOCKED,
                    NOT_FOUND,
                    LIMIT_REACHED,
                    DAY_SPENT,
                    BUDGET_SPENT,
                    UNREADABLE -> false;
        };
    }

    /** Whether trying again within seconds may help. */
    boolean mayPassAtOnce() {
        return reason == Reason.RATE_LIMITED || reason == Reason.UNAVAILABLE;
    }

    /** Whether it cost no tokens and changed nothing: it was not asked, or turned away at the gate. */
    boolean isFree() {
        return switch (reason) {
            case UNAUTHORISED, CONSENT_REVOKED, BLOCKED, RATE_LIMITED, DAY_SPENT, BUDGET_SPENT, PAUSED -> true;
            case UNAVAILABLE -> !sent;
            case ACCOUNT_CLOSED, FORBIDDEN, NOT_FOUND, INVALID, LIMIT_REACHED, UNREADABLE -> false;
        };
    }

    /** What happened and what to do about it, in a sentence or two for people. */
    public String advice() {
        var advice = switch (reason) {
            case UNAUTHORISED ->
                "Pipedrive does not accept the credentials. Copy the current API token from Personal preferences > API and set it again; with OAuth, check the client id and secret.";
            case CONSENT_REVOKED ->
                "The app may no longer act for the account: it was uninstalled, or not used for 60 days. Connect the account again.";
            case ACCOUNT_CLOSED ->
                "Pipedrive says that the account is closed or unpaid. Settle that in Pipedrive and try again.";
            case FORBIDDEN -> "The token's user may not do this in Pipedrive. Use the token of an admin.";
            case BLOCKED ->
                "Pipedrive's firewall blocks our calls because rate limits were ignored. Stop other clients of this token and wait an hour.";
            case NOT_FOUND -> "Pipedrive does not know it. It may have been deleted there.";
            case INVALID ->
                "Pipedrive does not accept a value. If it names subscription_url: PIPESTREAM_PUBLIC_URL must be an https address that Pipedrive can reach, without a redirect.";
            case LIMIT_REACHED ->
                "The user has as many webhooks as Pipedrive allows (40). Delete unused ones in Pipedrive or use another admin's token.";
            case RATE_LIMITED ->
                "Too many calls at once were made with this token. Wait a few seconds; if it lasts, stop other clients of the token.";
            case DAY_SPENT -> "The account's tokens of the day are used up, by us or by others." + whenAgain();
            case BUDGET_SPENT ->
                "Our share of the account's tokens of the day is used up; pipestream.pipedrive.background-share raises it."
                        + whenAgain();
            case PAUSED -> "We are not calling Pipedrive for this account after too many failures." + whenAgain();
            case UNAVAILABLE -> "Pipedrive does not answer. Try again; see status.pipedrive.com.";
            case UNREADABLE ->
                "Pipedrive answered with something we cannot read. Check the company domain, and whether a proxy stands in between.";
        };
        return getMessage() == null ? advice : advice + " Pipedrive said: " + getMessage();
    }

    private String whenAgain() {
        return until == null ? "" : " Next call: " + until + '.';
    }
}

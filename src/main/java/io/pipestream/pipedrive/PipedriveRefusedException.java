package io.pipestream.pipedrive;

import org.jspecify.annotations.Nullable;

/** Pipedrive did not do what it was asked. Says why in a way that callers can act on. */
public final class PipedriveRefusedException extends RuntimeException {

    /** Why, and with it what to do. */
    public enum Reason {
        /** 401: the token is wrong, revoked or replaced. */
        UNAUTHORISED,
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
        /** 429: the burst limit or the day's tokens are used up. */
        RATE_LIMITED,
        /** 5xx, a timeout, or no connection. */
        UNAVAILABLE,
        /** 2xx with a body we cannot read. */
        UNREADABLE
    }

    private final Reason reason;

    /** @param said Pipedrive's own words, which may be shown to an operator; null if it said nothing */
    PipedriveRefusedException(Reason reason, @Nullable String said, @Nullable Throwable cause) {
        super(said, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** Whether trying again within minutes may help, without anybody doing anything. */
    public boolean mayPass() {
        return switch (reason) {
            // The callback address may be one that could not be reached yet.
            case RATE_LIMITED, UNAVAILABLE, INVALID -> true;
            case UNAUTHORISED, ACCOUNT_CLOSED, FORBIDDEN, BLOCKED, NOT_FOUND, LIMIT_REACHED, UNREADABLE -> false;
        };
    }

    /** What happened and what to do about it, in a sentence or two for people. */
    public String advice() {
        var advice = switch (reason) {
            case UNAUTHORISED ->
                "Pipedrive does not accept the API token. Copy the current one from Personal preferences > API and set it again.";
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
                "Pipedrive's rate limit is reached. Wait a few seconds; if it lasts, the account's daily tokens are used up until midnight.";
            case UNAVAILABLE -> "Pipedrive does not answer. Try again; see status.pipedrive.com.";
            case UNREADABLE ->
                "Pipedrive answered with something we cannot read. Check the company domain, and whether a proxy stands in between.";
        };
        return getMessage() == null ? advice : advice + " Pipedrive said: " + getMessage();
    }
}

package io.pipestream.sandbox;

import java.time.Duration;
import java.time.Instant;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** A registration and how it has been doing. What it is survives a restart, how it has been doing does not. */
final class Webhook {

    private static final int FAILURES_BEFORE_BAN = 10;
    private static final Duration BAN = Duration.ofMinutes(30);
    private static final Duration PATIENCE = Duration.ofDays(3);

    private final JsonObject kept;
    private final SandboxOptions options;
    private int failedFirstAttempts;
    private @Nullable Instant bannedUntil;
    private @Nullable Instant failingSince;
    private @Nullable Instant lastDelivery;
    private @Nullable Integer lastStatus;

    Webhook(JsonObject kept, SandboxOptions options) {
        this.kept = kept;
        this.options = options;
    }

    long id() {
        return kept.getLong("id");
    }

    long ownerId() {
        return kept.getLong("owner_id");
    }

    boolean isVersion2() {
        return kept.getString("version").equals("2.0");
    }

    String url() {
        return kept.getString("subscription_url");
    }

    @Nullable
    String user() {
        return kept.getString("http_auth_user");
    }

    String password() {
        return kept.getString("http_auth_password", "");
    }

    boolean hears(Change change) {
        var action = kept.getString("event_action");
        var object = kept.getString("event_object");
        return (isVersion2() || change.entity().isInRecents())
                && (object.equals("*") || object.equals(change.entity().word()))
                && (action.equals("*") || action.equals(change.verb().in(isVersion2())));
    }

    boolean isBanned(Instant now) {
        return bannedUntil != null && now.isBefore(bannedUntil);
    }

    void ban(Instant now) {
        bannedUntil = now.plus(options.scaled(BAN));
        failedFirstAttempts = 0;
    }

    void succeeded(int status, Instant now) {
        lastDelivery = now;
        lastStatus = status;
        failingSince = null;
    }

    /** Whether Pipedrive gives it up: nothing but failures for three days. */
    boolean isGivenUp(Instant now) {
        return failingSince != null && !now.isBefore(failingSince.plus(options.scaled(PATIENCE)));
    }

    /**
     * Ten failed first attempts bring a ban; a success in between does not reset the count, as nothing says that
     * Pipedrive's does.
     *
     * @return whether Pipedrive now gives the webhook up
     */
    boolean failed(int attempt, @Nullable Integer status, Instant now) {
        lastDelivery = now;
        lastStatus = status;
        if (failingSince == null) {
            failingSince = now;
        }
        if (attempt == 1 && !isBanned(now) && ++failedFirstAttempts >= FAILURES_BEFORE_BAN) {
            ban(now);
        }
        return isGivenUp(now);
    }

    /** What {@code GET /v1/webhooks} shows, the password included. */
    JsonObject json() {
        return kept.copy()
                .put("http_auth_user", kept.getValue("http_auth_user"))
                .put("http_auth_password", kept.getValue("http_auth_password"))
                .put("is_active", 1)
                .putNull("remove_time")
                .putNull("remove_reason")
                .put("last_delivery_time", lastDelivery == null ? null : Times.millis(lastDelivery))
                .put("last_http_status", lastStatus);
    }

    /** The same and what only the sandbox tells. */
    JsonObject status(Instant now) {
        return json().put("banned", isBanned(now))
                .put("banned_until", isBanned(now) && bannedUntil != null ? Times.millis(bannedUntil) : null)
                .put("failed_first_attempts", failedFirstAttempts)
                .put("failing_since", failingSince == null ? null : Times.millis(failingSince));
    }
}

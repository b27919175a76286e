package io.pipestream.subscription;

import io.pipestream.pipedrive.NewWebhook;
import io.pipestream.pipedrive.Webhook;
import io.pipestream.platform.Secrets;
import org.jspecify.annotations.Nullable;

/** The webhook that a subscription should have at Pipedrive. */
record WantedWebhook(Subscription subscription, Registration registration, String publicUrl) {

    private static final String DOOR = "/webhooks/";

    /** Whether the webhook is this subscription's, right or wrong; its path is ours alone, whatever the host. */
    boolean owns(Webhook webhook) {
        return webhook.subscriptionUrl().endsWith(DOOR + registration.path);
    }

    /** What keeps the webhook from serving the subscription, in words for people; null if it is right. */
    @Nullable
    String fault(Webhook webhook) {
        if (!webhook.active()) {
            return "it was switched off";
        }
        if (!webhook.subscriptionUrl().equals(url())) {
            return "it pointed to another address";
        }
        if (!webhook.version().equals(version().number())) {
            return "it was of version " + webhook.version();
        }
        if (!tellsOfTheEvent(webhook, version())) {
            return "it told of another event";
        }
        if (!shows(webhook, registration.username, registration.passwordSha256)) {
            return "it had other credentials";
        }
        return isOfTheUser(webhook) ? null : "it was of another user";
    }

    /** Whether what it tells is taken now, be it of the other version or with the credentials before the present ones. */
    boolean isHeardBy(Webhook webhook) {
        return webhook.active()
                && webhook.subscriptionUrl().equals(url())
                && tellsOfTheEvent(webhook, WebhookVersion.of(webhook.version()))
                && (shows(webhook, registration.username, registration.passwordSha256)
                        || (registration.previousUntil == null
                                && shows(webhook, registration.previousUsername, registration.previousPasswordSha256)));
    }

    private boolean tellsOfTheEvent(Webhook webhook, WebhookVersion version) {
        return webhook.action().equals(version.verb(event().action()))
                && webhook.object().equals(event().object());
    }

    private static boolean shows(Webhook webhook, @Nullable String username, byte @Nullable [] passwordSha256) {
        return username != null
                && passwordSha256 != null
                && username.equals(webhook.httpUser())
                && webhook.httpPassword() != null
                && Secrets.matches(passwordSha256, webhook.httpPassword());
    }

    /** The user it was made for; whoever that was where an earlier version of the service made it. */
    private boolean isOfTheUser(Webhook webhook) {
        return registration.webhookUserId == null
                || registration.webhookId == null
                || webhook.userId() == null
                || registration.webhookUserId.equals(webhook.userId());
    }

    NewWebhook with(Credentials credentials) {
        return new NewWebhook(
                url(),
                version().verb(event().action()),
                event().object(),
                version().number(),
                "Pipestream: " + subscription.event,
                credentials.username(),
                credentials.password());
    }

    private String url() {
        return publicUrl + DOOR + registration.path;
    }

    private EventPattern event() {
        return EventPattern.parse(subscription.event);
    }

    private WebhookVersion version() {
        return WebhookVersion.of(subscription.webhookVersion);
    }
}

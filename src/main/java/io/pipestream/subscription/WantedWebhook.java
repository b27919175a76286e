package io.pipestream.subscription;

import io.pipestream.pipedrive.NewWebhook;
import io.pipestream.pipedrive.Webhook;
import io.pipestream.platform.Secrets;

/** The webhook that a subscription should have at Pipedrive. */
record WantedWebhook(Subscription subscription, Registration registration, String publicUrl) {

    private static final String DOOR = "/webhooks/";

    /** Whether the webhook is this subscription's, right or wrong; its path is ours alone, whatever the host. */
    boolean owns(Webhook webhook) {
        return webhook.subscriptionUrl().endsWith(DOOR + registration.path);
    }

    boolean isServedBy(Webhook webhook) {
        return webhook.active()
                && webhook.subscriptionUrl().equals(url())
                && webhook.action().equals(version().verb(event().action()))
                && webhook.object().equals(event().object())
                && webhook.version().equals(version().number())
                && registration.username.equals(webhook.httpUser())
                && webhook.httpPassword() != null
                && Secrets.matches(registration.passwordSha256, webhook.httpPassword());
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

package io.pipestream;

import java.util.Set;
import java.util.stream.StreamSupport;

import io.pipestream.support.Api;
import io.pipestream.support.Door;
import io.pipestream.support.SandboxClient;

/** The account that the application under test connects by itself. */
final class ConfiguredAccount {

    /** What the account subscribes to by itself. */
    private static final Set<String> CONFIGURED = Set.of("added.deal", "added.note", "added.organization");

    private ConfiguredAccount() {}

    /** The path of its subscriptions, once those it makes by itself are there. */
    static String awaitSubscriptions() {
        Door.ofNewDeals();
        Door.of("create", "note", "2.0");
        Door.of("create", "organization", "2.0");
        return Api.subscriptions();
    }

    /** Takes away what a test has left: faults, subscriptions and webhooks of somebody else. */
    static void tidyUp() {
        SandboxClient.control("DELETE", "/faults", "");
        var subscriptions = Api.subscriptions();
        for (var subscription : Api.get(subscriptions).json().path("data")) {
            if (!CONFIGURED.contains(subscription.path("event").asText())) {
                Api.delete(subscriptions + '/' + subscription.path("id").asText());
            }
        }
        for (var webhook : SandboxClient.webhooks()) {
            if (webhook.path("name").asText().equals("foreign")) {
                SandboxClient.control(
                        "DELETE", "/webhooks/" + webhook.path("id").asText(), "");
            }
        }
    }

    /** How many webhooks of ours there are for this. */
    static long registered(String action, String object) {
        return StreamSupport.stream(SandboxClient.webhooks().spliterator(), false)
                .filter(webhook -> webhook.path("event_action").asText().equals(action))
                .filter(webhook -> webhook.path("event_object").asText().equals(object))
                .filter(webhook -> webhook.path("subscription_url").asText().startsWith(Api.url("/webhooks/")))
                .count();
    }
}

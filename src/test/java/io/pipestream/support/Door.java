package io.pipestream.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import org.awaitility.Awaitility;

/** A registration's webhook door, found as Pipedrive knows it: in the list of webhooks. */
public record Door(String url, String user, String password) {

    /** The door of the registration for this event in the verbs of its version, for example create, deal, 2.0. */
    public static Door of(String action, String object, String version) {
        return Awaitility.await("the webhook " + action + '.' + object + " is registered")
                .atMost(Duration.ofSeconds(30))
                .pollDelay(Duration.ZERO) // It mostly is, and some tests ask for every delivery.
                .until(() -> in(SandboxClient.webhooks(), action, object, version), Optional::isPresent)
                .orElseThrow();
    }

    /** The door that exists from the start. */
    public static Door ofNewDeals() {
        return of("create", "deal", "2.0");
    }

    /** The door of an event among webhooks as {@code GET /v1/webhooks} lists them. */
    public static Optional<Door> in(
            Iterable<? extends JsonNode> webhooks, String action, String object, String version) {
        return StreamSupport.stream(webhooks.spliterator(), false)
                .filter(webhook -> webhook.path("event_action").asText().equals(action)
                        && webhook.path("event_object").asText().equals(object)
                        && webhook.path("version").asText().equals(version))
                .map(webhook -> new Door(
                        webhook.path("subscription_url").asText(),
                        webhook.path("http_auth_user").asText(),
                        webhook.path("http_auth_password").asText()))
                .findFirst();
    }

    public Http.Answer deliver(String json) {
        return deliver(json.getBytes(UTF_8));
    }

    public Http.Answer deliver(byte[] body) {
        return Http.call("POST", url, Map.of("Authorization", basic()), body);
    }

    public String basic() {
        return "Basic " + Base64.getEncoder().encodeToString((user + ':' + password).getBytes(UTF_8));
    }
}

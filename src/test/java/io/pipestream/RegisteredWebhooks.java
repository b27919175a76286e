package io.pipestream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;
import io.pipestream.support.Http;
import io.pipestream.support.SandboxClient;

/** The webhooks of the sandbox's account as Pipedrive lists them, and as anybody with its token makes them. */
final class RegisteredWebhooks {

    /** The name of one that is not ours. */
    static final String FOREIGN = "somebody's";

    private RegisteredWebhooks() {}

    static JsonNode theOnly(String action, String object) {
        var found = of(action, object);
        assertThat(found).as("webhooks for %s %s", action, object).hasSize(1);
        return found.getFirst();
    }

    /** Those that are not somebody else's. */
    static List<JsonNode> of(String action, String object) {
        return listed(webhook -> webhook.path("event_action").asText().equals(action)
                && webhook.path("event_object").asText().equals(object)
                && !webhook.path("name").asText().equals(FOREIGN));
    }

    static List<String> ids(String name) {
        return listed(webhook -> webhook.path("name").asText().equals(name)).stream()
                .map(webhook -> webhook.path("id").asText())
                .toList();
    }

    private static List<JsonNode> listed(Predicate<JsonNode> wanted) {
        return SandboxClient.webhooks().valueStream().filter(wanted).toList();
    }

    /** Answers its id. */
    static String create(
            String name, String url, String action, String object, String version, String user, String password) {
        return create("""
                {"subscription_url": "%s", "event_action": "%s", "event_object": "%s", "version": "%s", "name": "%s",
                 "http_auth_user": "%s", "http_auth_password": "%s"}""".formatted(url, action, object, version, name, user, password));
    }

    /** Answers its id. */
    static String create(String json) {
        var created = Http.call(
                "POST",
                SandboxClient.url("/v1/webhooks"),
                Map.of("x-api-token", SandboxClient.token()),
                json.getBytes(UTF_8));
        assertThat(created.status()).as(created.body()).isEqualTo(201);
        return created.json().path("data").path("id").asText();
    }

    static void delete(JsonNode webhook) {
        delete(webhook.path("id").asText());
    }

    static void delete(String id) {
        SandboxClient.control("DELETE", "/webhooks/" + id, "");
    }
}

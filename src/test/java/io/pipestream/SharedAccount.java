package io.pipestream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import io.pipestream.support.Api;
import io.pipestream.support.Door;

/** The connected account while somebody else has a webhook in it too, with the subscriptions that a test makes. */
final class SharedAccount {

    private final List<String> made = new ArrayList<>();
    private final String subscriptions;
    private final String registrations;
    private final String foreign;

    private SharedAccount(String subscriptions, String foreign) {
        this.subscriptions = subscriptions;
        this.registrations = subscriptions.replace("/subscriptions", "/registrations");
        this.foreign = foreign;
    }

    static SharedAccount begin() {
        Door.ofNewDeals();
        return new SharedAccount(
                Api.subscriptions(),
                RegisteredWebhooks.create(
                        RegisteredWebhooks.FOREIGN,
                        Api.url("/webhooks/somebody-elses"),
                        "delete",
                        "note",
                        "2.0",
                        "a",
                        "b"));
    }

    /** Takes away what was made, and holds that whatever was done left what is not ours alone. */
    void end() {
        made.forEach(Api::delete);
        assertThat(RegisteredWebhooks.ids(RegisteredWebhooks.FOREIGN)).containsExactly(foreign);
        RegisteredWebhooks.delete(foreign);
    }

    /** Answers the subscription's path. */
    String subscribe(String event, String version) {
        var added =
                Api.post(subscriptions, "{\"event\": \"%s\", \"webhook_version\": \"%s\"}".formatted(event, version));
        assertThat(added.status()).as(added.body()).isEqualTo(201);
        var path = subscriptions + '/' + added.json().path("id").asText();
        made.add(path);
        return path;
    }

    /** Answers the registrations as the check has left them. */
    JsonNode check() {
        var checked = Api.post(registrations + "/check", "");
        assertThat(checked.status()).as(checked.body()).isEqualTo(200);
        return checked.json();
    }

    /** The event's registration as it is shown now. */
    JsonNode registration(String event) {
        return registration(Api.get(registrations).json(), event);
    }

    static JsonNode registration(JsonNode page, String event) {
        return page.path("data")
                .valueStream()
                .filter(registration -> registration.path("event").asText().equals(event))
                .findFirst()
                .orElseThrow();
    }
}

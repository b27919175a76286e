package io.pipestream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;
import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookSigningException;
import io.pipestream.support.Api;
import io.pipestream.support.Company;
import io.pipestream.support.Http;
import io.pipestream.support.Receiver;
import io.pipestream.support.Receiver.Call;
import org.awaitility.Awaitility;

/**
 * A hook that pushes what happens in one company.
 *
 * @param secret as it was told when it was made
 */
record DealHook(String id, String secret) {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Pushes the company's new deals to the receiver. */
    static DealHook of(Receiver receiver, Company company) {
        return of(receiver, company, "\"trigger\": \"PIPEDRIVE_NEW_DEAL_TRIGGER\"");
    }

    /** Pushes what the words choose, as {@code "trigger": "..."} and other settings of a hook do. */
    static DealHook of(Receiver receiver, Company company, String words) {
        var answer = Api.post(
                "/api/hooks",
                "{\"url\": \"%s\", %s, \"filter\": \"meta.company_id == '%s'\"}"
                        .formatted(receiver.url("/flow"), words, company.id()));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return new DealHook(
                answer.json().path("id").asText(), answer.json().path("secret").asText());
    }

    String path() {
        return "/api/hooks/" + id;
    }

    JsonNode now() {
        return Api.get(path()).json();
    }

    /** Test, disable, enable or secret. */
    Http.Answer tell(String verb) {
        return Api.post(path() + '/' + verb, "");
    }

    Http.Answer redeliver(JsonNode delivery) {
        return tell("deliveries/" + delivery.path("id").asText() + "/redeliver");
    }

    void awaitState(String state) {
        Awaitility.await("the hook is " + state)
                .atMost(PATIENCE)
                .until(() -> now().path("state").asText().equals(state));
    }

    void awaitWaiting(int count) {
        Awaitility.await(count + " wait")
                .atMost(PATIENCE)
                .until(() -> now().path("waiting").asInt() == count);
    }

    List<JsonNode> deliveries() {
        return Api.get(path() + "/deliveries").json().path("data").valueStream().toList();
    }

    JsonNode awaitDelivered() {
        return await(delivery -> delivery.path("state").asText().equals("delivered"));
    }

    JsonNode awaitAttempts(int count) {
        return await(delivery -> delivery.path("attempts").size() >= count);
    }

    private JsonNode await(Predicate<JsonNode> wanted) {
        return Awaitility.await("such a delivery")
                .atMost(PATIENCE)
                .until(() -> deliveries().stream().filter(wanted).findFirst(), Optional::isPresent)
                .orElseThrow();
    }

    boolean hasSigned(Call call) throws WebhookSigningException {
        return isSigned(secret, call);
    }

    /** As a receiver judges it, but for the time, which tests have moved. */
    static boolean isSigned(String secret, Call call) throws WebhookSigningException {
        var signature = new Webhook(secret)
                .sign(call.header("webhook-id"), Long.parseLong(call.header("webhook-timestamp")), call.body());
        return List.of(call.header("webhook-signature").split(" ")).contains(signature);
    }
}

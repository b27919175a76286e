package io.pipestream.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code /v1/webhooks}: what is accepted, what is refused and how. */
class WebhooksApiTest {

    private final Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withSpeed(1000));
    private final Receiver receiver = new Receiver();
    private final Client client = new Client(sandbox);

    @AfterEach
    void stop() {
        sandbox.close();
        receiver.close();
    }

    @Test
    void aRegistrationIsVersion2UnlessAskedOtherwiseAndShowsItsPassword() {
        // When
        var answer = client.post(
                "/v1/webhooks",
                request("create", "deal").put("http_auth_user", "u").put("http_auth_password", "p"));

        // Then
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.json().getString("status")).isEqualTo("ok");
        assertThat(answer.data().fieldNames())
                .containsExactlyInAnyOrder(
                        "id",
                        "company_id",
                        "owner_id",
                        "user_id",
                        "event_action",
                        "event_object",
                        "subscription_url",
                        "version",
                        "is_active",
                        "add_time",
                        "remove_time",
                        "type",
                        "http_auth_user",
                        "http_auth_password",
                        "remove_reason",
                        "last_delivery_time",
                        "last_http_status",
                        "admin_id",
                        "name");
        assertThat(answer.data().getString("version")).isEqualTo("2.0");
        assertThat(answer.data().getString("http_auth_password")).isEqualTo("p");
        assertThat(answer.data().getInteger("is_active")).isEqualTo(1);
    }

    @ParameterizedTest(name = "{0} {1}.{2}")
    @CsvSource({
        "2.0, added, deal, event_action",
        "2.0, merged, deal, event_action",
        "1.0, create, deal, event_action",
        "1.0, added, lead, event_object",
        "1.0, merged, note, event_object",
        "2.0, create, activityType, event_object",
        "3.0, create, deal, version"
    })
    void verbsAndObjectsOfTheOtherVersionAreRefused(String version, String action, String object, String field) {
        // When
        var answer = client.post("/v1/webhooks", request(action, object).put("version", version));

        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().getString("status")).isEqualTo("error");
        assertThat(answer.json().getJsonObject("errors").getJsonArray(field).getString(0))
                .isEqualTo("invalid value");
    }

    @ParameterizedTest
    @CsvSource({"1.0, merged, deal", "1.0, *, *", "2.0, change, lead", "2.0, *, *", "1.0, updated, activityType"})
    void everythingDocumentedIsAccepted(String version, String action, String object) {
        // When
        var answer = client.post("/v1/webhooks", request(action, object).put("version", version));

        // Then
        assertThat(answer.status()).isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource({"name", "subscription_url", "event_action", "event_object"})
    void whatIsRequiredMayNotBeMissing(String field) {
        // Given
        var request = request("create", "deal");
        request.remove(field);

        // When
        var answer = client.post("/v1/webhooks", request);

        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().getJsonObject("errors").fieldNames()).containsExactly(field);
    }

    @ParameterizedTest
    @CsvSource({"https://acme.pipedrive.com/hook", "ftp://127.0.0.1/hook", "nowhere", "'http://bad host/'"})
    void urlsThatCannotBeMeantAreRefused(String url) {
        // When
        var answer = client.post("/v1/webhooks", request("create", "deal").put("subscription_url", url));

        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json()
                        .getJsonObject("errors")
                        .getJsonArray("subscription_url")
                        .getString(0))
                .isEqualTo("invalid or non-reachable URL");
    }

    @Test
    void aUrlWhereNobodyListensIsRefused() throws IOException {
        // Given
        int free;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }

        // When
        var answer = client.post(
                "/v1/webhooks", request("create", "deal").put("subscription_url", "http://127.0.0.1:" + free));

        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(client.get("/v1/webhooks").rows()).isEmpty();
    }

    @Test
    void aUserHasAtMostFortyWebhooks() {
        // Given
        for (var each = 0; each < 40; each++) {
            client.register(receiver, "2.0", "create", "deal");
        }

        // When
        var oneMore = client.post("/v1/webhooks", request("create", "deal"));
        var forAnother = client.post("/v1/webhooks", request("create", "deal").put("user_id", 502));

        // Then
        assertThat(oneMore.status()).isEqualTo(422);
        assertThat(forAnother.status()).isEqualTo(201);
    }

    @Test
    void theListShowsTheLastDelivery() {
        // Given
        receiver.answers(202);
        client.register(receiver, "2.0", "create", "deal");

        // When
        sandbox.add("deal", new JsonObject());
        await().until(() -> sandbox.deliveries().size() == 1);

        // Then
        var webhook = client.get("/api/v1/webhooks").rows().getJsonObject(0);
        assertThat(webhook.getInteger("last_http_status")).isEqualTo(202);
        assertThat(webhook.getString("last_delivery_time")).endsWith("Z");
    }

    @Test
    void deletingWorksOnceAndNotForStrangers() {
        // Given
        var id = client.register(receiver, "2.0", "create", "deal");

        // When
        var stranger = client.withToken(sandbox.token() + "-user").delete("/v1/webhooks/" + id);
        var first = client.delete("/v1/webhooks/" + id);
        var second = client.delete("/v1/webhooks/" + id);

        // Then
        assertThat(stranger.status()).isEqualTo(403);
        assertThat(stranger.json())
                .isEqualTo(new JsonObject().put("success", false).put("message", "Forbidden"));
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.json()).isEqualTo(new JsonObject().put("status", "ok").put("success", true));
        assertThat(second.status()).isEqualTo(404);
        assertThat(second.json().getJsonObject("errors").getJsonArray("id").getString(0))
                .isEqualTo("not found");
    }

    private JsonObject request(String action, String object) {
        return new JsonObject()
                .put("subscription_url", receiver.url().toString())
                .put("event_action", action)
                .put("event_object", object)
                .put("name", "pipestream");
    }
}

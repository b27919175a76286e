package io.pipestream.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Calls a sandbox as the service does, with a token that a test can change. */
final class Client {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI base;
    private final String token;

    Client(Sandbox sandbox) {
        this(sandbox.url(), sandbox.token());
    }

    Client(URI base, String token) {
        this.base = base;
        this.token = token;
    }

    Client withToken(String other) {
        return new Client(base, other);
    }

    /** What came back. */
    record Answer(int status, HttpHeaders headers, String text) {

        JsonObject json() {
            return new JsonObject(text);
        }

        JsonObject data() {
            return json().getJsonObject("data");
        }

        JsonArray rows() {
            return json().getJsonArray("data");
        }

        List<Integer> ids() {
            return rows().stream()
                    .map(row -> ((JsonObject) row).getInteger("id"))
                    .toList();
        }

        String header(String name) {
            return headers.firstValue(name).orElse("");
        }
    }

    Answer get(String path) {
        return send(request(path).GET());
    }

    Answer delete(String path) {
        return send(request(path).DELETE());
    }

    Answer post(String path, JsonObject body) {
        return send(request(path).POST(BodyPublishers.ofString(body.encode())));
    }

    /** POST, PUT or PATCH with a body that need not be JSON. */
    Answer send(String method, String path, String body) {
        return send(request(path).method(method, BodyPublishers.ofString(body)));
    }

    /** Registers a webhook as the service would and answers its id. */
    long register(Receiver receiver, String version, String action, String object) {
        var answer = post(
                "/v1/webhooks",
                new JsonObject()
                        .put("subscription_url", receiver.url().toString())
                        .put("event_action", action)
                        .put("event_object", object)
                        .put("name", "test: " + action + '.' + object)
                        .put("http_auth_user", "hook")
                        .put("http_auth_password", "s3cret")
                        .put("version", version));
        if (answer.status() != 201) {
            throw new IllegalStateException(answer.text());
        }
        return answer.data().getLong("id");
    }

    private HttpRequest.Builder request(String path) {
        var request = HttpRequest.newBuilder(base.resolve(path)).header("content-type", "application/json");
        return token.isEmpty() ? request : request.header("x-api-token", token);
    }

    private static Answer send(HttpRequest.Builder request) {
        try {
            var answer = HTTP.send(request.build(), BodyHandlers.ofString());
            return new Answer(answer.statusCode(), answer.headers(), answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}

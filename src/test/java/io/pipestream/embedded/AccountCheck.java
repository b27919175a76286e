package io.pipestream.embedded;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Asks the service whether Pipedrive knows its webhooks: before that, what happens in the account is not heard. */
final class AccountCheck {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    private final HttpClient http;
    private final String service;
    private final String adminKey;

    AccountCheck(HttpClient http, String service, String adminKey) {
        this.http = http;
        this.service = service;
        this.adminKey = adminKey;
    }

    /** Waits until every subscription is registered; false if that takes longer than this. */
    boolean awaitListening(Duration limit) throws IOException, InterruptedException {
        var deadline = System.nanoTime() + limit.toNanos();
        while (!isListening()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            Thread.sleep(LOOK_AGAIN);
        }
        return true;
    }

    private boolean isListening() throws IOException, InterruptedException {
        var connections = get("/api/connections").path("data");
        if (connections.isEmpty()) {
            return false;
        }
        for (var connection : connections) {
            var subscriptions = get("/api/connections/" + connection.path("id").asText() + "/subscriptions");
            for (var subscription : subscriptions.path("data")) {
                if (!subscription.path("state").asText().equals("registered")) {
                    return false;
                }
            }
        }
        return true;
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(service + path))
                .timeout(Duration.ofSeconds(10))
                .header("Authorization", "Bearer " + adminKey)
                .build();
        var answer = http.send(request, BodyHandlers.ofString());
        return answer.statusCode() == 200 ? new ObjectMapper().readTree(answer.body()) : new ObjectMapper().nullNode();
    }
}

package io.pipestream.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Base64;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;

/** Makes the HTTP request of a delivery, with the headers a receiver of Pipedrive's has seen. Follows no redirect. */
final class Sender {

    private static final int CONNECTIONS_PER_RECEIVER = 64;
    private static final Duration IDLE_CONNECTION = Duration.ofSeconds(20);

    private final HttpClient client;
    private final Duration timeout;

    Sender(Vertx vertx, Duration timeout) {
        this.timeout = timeout;
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setMaxPoolSize(CONNECTIONS_PER_RECEIVER).setKeepAliveTimeout((int)
                        IDLE_CONNECTION.toSeconds()));
    }

    /** The status of the answer; fails when there is none within the timeout. */
    Future<Integer> post(Webhook webhook, Buffer body) {
        var request = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(webhook.url())
                .setTimeout(timeout.toMillis())
                .putHeader(HttpHeaders.USER_AGENT, "Pipedrive Webhooks")
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.ACCEPT, "application/json, text/plain, */*");
        var user = webhook.user();
        if (user != null) {
            var credentials = (user + ':' + webhook.password()).getBytes(UTF_8);
            request.putHeader(
                    HttpHeaders.AUTHORIZATION, "Basic " + Base64.getEncoder().encodeToString(credentials));
        }
        return client.request(request)
                .compose(open -> open.send(body))
                .compose(answer -> answer.body().map(ignored -> answer.statusCode()));
    }
}

package io.pipestream.sandbox;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToIntFunction;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** Stands where the service stands: takes deliveries, keeps them, and answers as the test says. */
final class Receiver implements AutoCloseable {

    /** An answer that never comes. */
    static final int SILENCE = 0;

    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private volatile ToIntFunction<JsonObject> answer = body -> 200;

    /** One request as it came. */
    record Received(
            JsonObject body,
            @Nullable String authorization,
            @Nullable String contentType,
            @Nullable String userAgent,
            @Nullable String accept,
            Instant at) {

        JsonObject meta() {
            return body.getJsonObject("meta");
        }
    }

    Receiver() {
        server = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> take(request, new JsonObject(body))))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private void take(HttpServerRequest request, JsonObject body) {
        received.add(new Received(
                body,
                request.getHeader("authorization"),
                request.getHeader("content-type"),
                request.getHeader("user-agent"),
                request.getHeader("accept"),
                Instant.now()));
        var status = answer.applyAsInt(body);
        if (status != SILENCE) {
            request.response().setStatusCode(status).end();
        }
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.actualPort() + "/hook");
    }

    void answers(int status) {
        answer = body -> status;
    }

    void answers(ToIntFunction<JsonObject> statusOfBody) {
        answer = statusOfBody;
    }

    List<Received> received() {
        return List.copyOf(received);
    }

    /** The ids of the records, in the order of arrival. */
    List<String> recordIds() {
        return received.stream()
                .map(each -> String.valueOf(
                        each.meta().getValue("entity_id", each.meta().getValue("id"))))
                .toList();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}

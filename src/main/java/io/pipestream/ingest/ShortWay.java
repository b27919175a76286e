package io.pipestream.ingest;

import java.util.Objects;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pipestream.subscription.RegistrationCache;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;

/**
 * The way of nearly every delivery: one of usual size, with the credentials of a registration that is known. It is taken
 * off the router before the handlers that the management API needs, which cost more than half as much as reading the
 * delivery does. Everything else goes on to {@link WebhookResource}, with its body unread (docs/adr/0022).
 */
@Singleton
class ShortWay {

    /** Behind what is for every request, such as an access log; in front of security, which is at -200. */
    private static final int BEFORE_SECURITY = -250;

    private final RegistrationCache registrations;
    private final Receiver receiver;
    private final ObjectMapper json;

    ShortWay(RegistrationCache registrations, Receiver receiver, ObjectMapper json) {
        this.registrations = registrations;
        this.receiver = receiver;
        this.json = json;
    }

    void open(@Observes Router router) {
        router.route(HttpMethod.POST, "/webhooks/:path")
                .order(BEFORE_SECURITY)
                .setName("/webhooks/{path}")
                .handler(this::take);
    }

    private void take(RoutingContext routing) {
        var request = routing.request();
        var registration = registrations.find(Objects.requireNonNull(routing.pathParam("path")));
        if (registration.isEmpty()
                || !isAsUsual(request)
                || !BasicCredentials.open(registration.get(), request.getHeader(HttpHeaders.AUTHORIZATION))) {
            routing.next();
            return;
        }
        var context = routing.vertx().getOrCreateContext();
        request.bodyHandler(body -> Uni.createFrom()
                .deferred(() -> receiver.receive(registration.get(), request::getHeader, body.getBytes()))
                .subscribe()
                .with(
                        answer -> context.runOnContext(ignored -> send(answer, request.response())),
                        failure -> context.runOnContext(ignored -> routing.fail(failure))));
        request.resume(); // Quarkus has it wait for whoever reads it
    }

    /** Its body is announced and is read on the event loop, and nobody waits to be told to send it. */
    private static boolean isAsUsual(HttpServerRequest request) {
        var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length != null
                && length.length() <= 6
                && Integer.parseInt(length) <= Receiver.LARGE
                && !request.headers().contains(HttpHeaders.EXPECT);
    }

    void send(Response answer, HttpServerResponse response) {
        if (response.closed()) { // by one who hung up
            return;
        }
        response.setStatusCode(answer.getStatus());
        answer.getStringHeaders().forEach(response::putHeader);
        if (answer.hasEntity()) {
            response.end(text(answer.getEntity()));
        } else {
            response.end();
        }
    }

    private String text(Object problem) {
        try {
            return json.writeValueAsString(problem);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a problem is always JSON", e);
        }
    }
}

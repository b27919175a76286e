package io.pipestream.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.jspecify.annotations.Nullable;

/** The management API, called with the target's key. Whatever is not a success ends the verb, saying why. */
final class Api {

    static final ObjectMapper JSON = new ObjectMapper();

    private static final Duration CONNECT = Duration.ofSeconds(5);

    /** The service gives up on its slowest checks after 25 s. */
    private static final Duration ANSWER = Duration.ofSeconds(40);

    private final Target target;
    private final HttpClient http;

    Api(Target target) {
        this.target = target;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .build();
    }

    Target target() {
        return target;
    }

    JsonNode get(String path, Query query) {
        return json(answer(request(path + query).GET().build()));
    }

    JsonNode get(String path) {
        return get(path, new Query());
    }

    /** @param body null sends none */
    JsonNode post(String path, @Nullable JsonNode body) {
        var publisher = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString());
        return json(answer(request(path)
                .header("content-type", "application/json")
                .POST(publisher)
                .build()));
    }

    void delete(String path) {
        answer(request(path).DELETE().build());
    }

    /** A control of the sandbox. */
    JsonNode sandbox(String method, String path, JsonNode body) {
        return json(answer(HttpRequest.newBuilder(URI.create(target.sandbox() + "/sandbox" + path))
                .timeout(ANSWER)
                .header("content-type", "application/json")
                .method(method, BodyPublishers.ofString(body.toString()))
                .build()));
    }

    /** The status of a path that needs no key; nothing ends the verb. */
    HttpResponse<String> open(String path) throws IOException {
        return send(HttpRequest.newBuilder(URI.create(target.url() + path))
                .timeout(ANSWER)
                .build());
    }

    /** Lines of server-sent events, until the service or a proxy ends them. */
    HttpResponse<Stream<String>> stream(String path, Query query, Map<String, String> headers) throws IOException {
        var request = request(path + query).timeout(Duration.ofDays(36_500)).header("accept", "text/event-stream");
        headers.forEach(request::header);
        try {
            return http.send(request.build(), BodyHandlers.ofLines());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(target.url() + path))
                .timeout(ANSWER)
                .header("authorization", "Bearer " + target.key())
                .header("accept", "application/json");
    }

    private HttpResponse<String> answer(HttpRequest request) {
        try {
            var response = send(request);
            if (response.statusCode() / 100 != 2) {
                throw Problem.of(response.statusCode(), response.headers(), response.body());
            }
            return response;
        } catch (IOException e) {
            throw unreachable(request.uri(), e);
        }
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    static CliException unreachable(URI uri, IOException e) {
        var where = uri.getScheme() + "://" + uri.getAuthority();
        return switch (e) {
            case HttpTimeoutException slow ->
                new CliException(
                        Exit.UNREACHABLE,
                        where + " does not answer.",
                        "Is it the right address? Is the service overloaded?");
            case ConnectException refused ->
                new CliException(
                        Exit.UNREACHABLE,
                        "Nothing listens at " + where + '.',
                        "Is the service running? ./pipestream up starts one; --url and PIPESTREAM_URL name another.");
            default ->
                new CliException(
                        Exit.UNREACHABLE,
                        where + " cannot be reached: " + e.getMessage(),
                        "Is it the right address, with https where it is needed?");
        };
    }

    private static JsonNode json(HttpResponse<String> response) {
        if (response.body().isBlank()) {
            return MissingNode.getInstance();
        }
        try {
            return JSON.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new CliException(
                    Exit.PROBLEM,
                    response.uri() + " answers with something that is not JSON.",
                    "Is it the address of Pipestream, or of a proxy's login page?");
        }
    }

    private static CliException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        var stopped = new CliException(130, "Interrupted.");
        stopped.initCause(e);
        return stopped;
    }
}

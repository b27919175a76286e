package io.pipestream.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/** Answers as the contract of an API says, in turn where there are several answers, and keeps what it was asked. */
final class StubService implements AutoCloseable {

    /** @param line method and path with its query */
    record Asked(String line, String body, Map<String, List<String>> headers) {}

    private record Answer(int status, String type, String body) {}

    private final HttpServer server;
    private final Map<String, Queue<Answer>> answers = new ConcurrentHashMap<>();
    private final List<Asked> asked = new ArrayList<>();

    StubService() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The last answer to a line goes on being given. */
    StubService on(String line, int status, String body) {
        return on(line, status, status / 100 == 2 ? "application/json" : "application/problem+json", body);
    }

    StubService on(String line, int status, String type, String body) {
        answers.computeIfAbsent(line, any -> new ConcurrentLinkedQueue<>()).add(new Answer(status, type, body));
        return this;
    }

    synchronized List<Asked> asked() {
        return List.copyOf(asked);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var line = exchange.getRequestMethod() + ' ' + exchange.getRequestURI();
            var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            synchronized (this) {
                asked.add(new Asked(line, body, Map.copyOf(exchange.getRequestHeaders())));
            }
            var queue = answers.getOrDefault(line, new ConcurrentLinkedQueue<>());
            var answer = queue.size() > 1 ? queue.poll() : queue.peek();
            if (answer == null) {
                answer = new Answer(
                        404, "application/problem+json", "{\"title\": \"no such path\", \"detail\": \"" + line + "\"}");
            }
            var bytes = answer.body().getBytes(UTF_8);
            exchange.getResponseHeaders().add("content-type", answer.type());
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

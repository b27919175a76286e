package io.pipestream.support;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * A proxy in front of several instances, as one has it in production: it asks each four times a second whether it is
 * ready, gives requests to those that are, in turn, and repeats none.
 */
public final class ReadinessProxy implements AutoCloseable {

    private static final Duration BETWEEN_CHECKS = Duration.ofMillis(250);

    private final List<String> instances;
    private final ConcurrentHashMap.KeySetView<String, Boolean> ready = ConcurrentHashMap.newKeySet();
    private final AtomicInteger turn = new AtomicInteger();
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final HttpServer server;
    private final Thread checks = Thread.ofVirtual().name("readiness").unstarted(this::check);

    private ReadinessProxy(List<String> instances, HttpServer server) {
        this.instances = instances;
        this.server = server;
    }

    /**
     * Starts it on a free port.
     *
     * @param instances addresses, without a trailing slash
     */
    public static ReadinessProxy to(List<String> instances) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var proxy = new ReadinessProxy(instances, server);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", proxy::forward);
        server.start();
        proxy.checks.start();
        return proxy;
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** How many instances it gives requests to now. */
    public int readyInstances() {
        return ready.size();
    }

    private void check() {
        while (!Thread.currentThread().isInterrupted()) {
            for (var instance : instances) {
                if (isReady(instance)) {
                    ready.add(instance);
                } else {
                    ready.remove(instance);
                }
            }
            try {
                Thread.sleep(BETWEEN_CHECKS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean isReady(String instance) {
        var request = HttpRequest.newBuilder(URI.create(instance + "/q/health/ready"))
                .timeout(Duration.ofSeconds(2))
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void forward(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = exchange.getRequestBody().readAllBytes();
            var candidates = List.copyOf(ready);
            if (candidates.isEmpty()) {
                exchange.sendResponseHeaders(502, -1);
                return;
            }
            var instance = candidates.get(Math.floorMod(turn.getAndIncrement(), candidates.size()));
            var request = HttpRequest.newBuilder(URI.create(instance + exchange.getRequestURI()))
                    .timeout(Duration.ofSeconds(20))
                    .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
            for (var name : List.of("Authorization", "Content-type")) {
                var value = exchange.getRequestHeaders().getFirst(name);
                if (value != null) {
                    request.header(name, value);
                }
            }
            exchange.sendResponseHeaders(send(request.build()), -1);
        }
    }

    private int send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 502;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 502;
        }
    }

    @Override
    public void close() {
        checks.interrupt();
        server.stop(0);
        client.close();
    }
}

package io.pipestream.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.awaitility.Awaitility;

/** An endpoint of somebody's workflow: a real HTTP server on loopback that keeps what it is sent. */
public final class Receiver implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();
    private volatile Function<Call, Reply> answer = call -> Reply.ok();

    private Receiver(HttpServer server) {
        this.server = server;
    }

    /** A request as it came; names of headers in lower case. */
    public record Call(String path, Map<String, String> headers, String body, long nanos) {

        public String header(String name) {
            return headers.getOrDefault(name, "");
        }

        public JsonNode json() {
            try {
                return Http.JSON.readTree(body);
            } catch (JsonProcessingException e) {
                throw new AssertionError("not JSON: " + body, e);
            }
        }
    }

    /** What is answered, after a while. */
    public record Reply(int status, Map<String, String> headers, String body, Duration after) {

        public static Reply ok() {
            return of(204);
        }

        public static Reply of(int status) {
            return new Reply(status, Map.of(), "", Duration.ZERO);
        }

        public Reply with(String header, String value) {
            return new Reply(status, Map.of(header, value), body, after);
        }

        public Reply saying(String text) {
            return new Reply(status, headers, text, after);
        }

        public Reply after(Duration wait) {
            return new Reply(status, headers, body, wait);
        }
    }

    public static Receiver start() {
        return start(InetAddress.getLoopbackAddress());
    }

    public static Receiver start(InetAddress address) {
        try {
            var receiver = new Receiver(HttpServer.create(new InetSocketAddress(address, 0), 200));
            receiver.server.setExecutor(receiver.threads);
            receiver.server.createContext("/", receiver::handle);
            receiver.server.start();
            return receiver;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** From now on. */
    public void answer(Function<Call, Reply> with) {
        answer = with;
    }

    public List<Call> calls() {
        return List.copyOf(calls);
    }

    public List<Call> calls(String path) {
        return calls.stream().filter(call -> call.path().equals(path)).toList();
    }

    /** How many calls were answered at the same time, at most. */
    public int mostAtOnce() {
        return mostAtOnce.get();
    }

    public List<Call> awaitCalls(int count) {
        Awaitility.await(count + " calls")
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .until(() -> calls.size() >= count);
        return calls();
    }

    private void handle(HttpExchange exchange) throws IOException {
        mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
        try (exchange) {
            var headers = new LinkedHashMap<String, String>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), values.getFirst()));
            var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            var call = new Call(exchange.getRequestURI().toString(), headers, body, System.nanoTime());
            var reply = answer.apply(call);
            calls.add(call);
            pause(reply.after());
            reply.headers().forEach(exchange.getResponseHeaders()::set);
            var bytes = reply.body().getBytes(UTF_8);
            exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        } finally {
            atOnce.decrementAndGet();
        }
    }

    private static void pause(Duration wait) {
        try {
            Thread.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

package io.pipestream.hook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.pipestream.hook.Answer.Accepted;
import io.pipestream.hook.Answer.Failed;
import io.pipestream.hook.Answer.Refused;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Makes one call to an address that somebody has judged: connects to that address and no other, whatever the name is said to
 * be meanwhile, while {@code Host}, SNI and the certificate are those of the name. Follows no redirect. Java's own client
 * cannot be told an address. The beginning of an answer decides; of the rest little is read.
 */
final class Caller implements AutoCloseable {

    /** A receiver that says more is not listened to. */
    private static final int LONGEST_ANSWER = 64 * 1024;

    /** What is kept of it, for people. */
    private static final int KEPT = 1_000;

    private static final int POOL = 64;

    private final HttpClient http;
    private final Duration timeout;

    Caller(Vertx vertx, Duration connectTimeout, Duration timeout) {
        this.timeout = timeout;
        this.http = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout((int) connectTimeout.toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout((int) timeout.toMillis())
                .setMaxPoolSize(POOL)
                .setVerifyHost(true)
                .setTrustAll(false));
    }

    /** Blocks until there is an answer or no more time. */
    Answer call(Destination destination, InetAddress address, Map<String, String> headers, byte[] body)
            throws InterruptedException {
        var ended = new CompletableFuture<Answer>();
        var options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setServer(
                        SocketAddress.inetSocketAddress(new InetSocketAddress(nameless(address), destination.port())))
                .setSsl(destination.isHttps())
                .setHost(destination.host())
                .setPort(destination.port())
                .setURI(destination.target())
                .setFollowRedirects(false);
        headers.forEach(options::putHeader);
        options.putHeader(HttpHeaders.HOST, destination.authority());
        http.request(options).onFailure(ended::completeExceptionally).onSuccess(request -> send(request, body, ended));
        try {
            return ended.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            ended.cancel(false);
            return new Failed("It did not answer within " + timeout.toMillis() + " ms.");
        } catch (ExecutionException e) {
            return new Failed(phrase(e.getCause()));
        } finally {
            ended.cancel(false);
        }
    }

    private static void send(HttpClientRequest request, byte[] body, CompletableFuture<Answer> ended) {
        if (ended.isDone()) {
            request.reset();
            return;
        }
        var unused = ended.whenComplete((answer, failure) -> {
            if (answer == null) {
                request.reset();
            }
        });
        request.send(Buffer.buffer(body))
                .onFailure(ended::completeExceptionally)
                .onSuccess(response -> read(request, response, ended));
    }

    private static void read(HttpClientRequest request, HttpClientResponse response, CompletableFuture<Answer> ended) {
        var status = response.statusCode();
        var isAccepted = status >= 200 && status < 300;
        var text = Buffer.buffer();
        if (isAccepted) {
            ended.complete(new Accepted(status));
        }
        Runnable refuse = () -> ended.complete(new Refused(
                status,
                RetryAfter.parse(response.getHeader(HttpHeaders.RETRY_AFTER), response.getHeader(HttpHeaders.DATE)),
                kept(text)));
        response.exceptionHandler(ended::completeExceptionally);
        response.endHandler(end -> refuse.run());
        response.handler(part -> {
            text.appendBuffer(part);
            if (text.length() > LONGEST_ANSWER) {
                refuse.run();
                request.reset();
            }
        });
    }

    /** So that nobody down there can ask for the name again. */
    private static InetAddress nameless(InetAddress address) {
        try {
            return InetAddress.getByAddress(address.getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }

    /** Without what Postgres does not store. */
    private static String kept(Buffer text) {
        var bytes = text.getBytes(0, Math.min(text.length(), KEPT));
        return new String(bytes, UTF_8).replace("\0", "");
    }

    private static String phrase(@Nullable Throwable cause) {
        var message = cause == null ? null : cause.getMessage();
        var name = cause == null ? "unknown" : cause.getClass().getSimpleName();
        return "It was not reached: " + (message == null ? name : message.replace("\0", "")) + '.';
    }

    @Override
    public void close() {
        http.close();
    }
}

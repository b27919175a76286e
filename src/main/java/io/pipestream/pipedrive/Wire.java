package io.pipestream.pipedrive;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.pipestream.pipedrive.PipedriveRefusedException.Reason;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Sends requests. Follows no redirect: a token goes where it was meant to go. */
@Singleton
class Wire {

    private final HttpClient http;
    private final PipedriveConfig config;

    Wire(PipedriveConfig config) {
        this.config = config;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(config.connectTimeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    @PreDestroy
    void close() {
        http.shutdownNow();
    }

    /**
     * Blocks until the whole answer is there, whatever its status.
     *
     * @throws PipedriveRefusedException {@code UNAVAILABLE} if there is none in time; it knows whether Pipedrive can
     *                                   have seen the request
     */
    Reply send(HttpRequest request) {
        var pending = http.sendAsync(request, BodyHandlers.ofString(UTF_8));
        try {
            var response = pending.get(config.readTimeout().toMillis(), TimeUnit.MILLISECONDS);
            return new Reply(
                    response.statusCode(),
                    RateLimits.of(response.headers()),
                    response.headers().firstValue("date").map(Wire::instant).orElse(null),
                    response.body());
        } catch (TimeoutException e) {
            pending.cancel(true);
            throw new PipedriveRefusedException(Reason.UNAVAILABLE, null, e);
        } catch (InterruptedException e) {
            pending.cancel(true);
            Thread.currentThread().interrupt();
            throw new PipedriveRefusedException(Reason.UNAVAILABLE, null, e);
        } catch (ExecutionException e) {
            throw failed(e);
        }
    }

    private static @Nullable Instant instant(String date) {
        try {
            return DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static RuntimeException failed(ExecutionException e) {
        return switch (e.getCause()) {
            case ConnectException notConnected -> PipedriveRefusedException.unsent(notConnected);
            case HttpConnectTimeoutException notConnected -> PipedriveRefusedException.unsent(notConnected);
            case IOException broken -> new PipedriveRefusedException(Reason.UNAVAILABLE, null, broken);
            case RuntimeException bug -> bug;
            case null, default -> new IllegalStateException(e);
        };
    }
}

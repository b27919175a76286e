package io.pipestream.chaos;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import io.pipestream.support.Door;
import io.pipestream.support.Http;
import org.awaitility.Awaitility;

/**
 * The webhook door as Pipedrive knows it. Looked up every few seconds, for the service gives a webhook new credentials
 * when it repairs it.
 */
final class Doors {

    private static final long LOOK_AGAIN_NANOS = Duration.ofSeconds(3).toNanos();

    private final String sandbox;
    private final String token;
    private Door door;
    private long lookedAt = System.nanoTime();

    private Doors(String sandbox, String token, Door door) {
        this.sandbox = sandbox;
        this.token = token;
        this.door = door;
    }

    /** Waits until there is one. */
    static Doors of(String sandbox, String token) {
        var door = Awaitility.await("the webhook of new deals is registered")
                .atMost(Duration.ofMinutes(1))
                .until(() -> find(sandbox, token), Optional::isPresent)
                .orElseThrow();
        return new Doors(sandbox, token, door);
    }

    /** The newest one. */
    synchronized Door now() {
        if (System.nanoTime() - lookedAt > LOOK_AGAIN_NANOS) {
            lookedAt = System.nanoTime();
            try {
                door = find(sandbox, token).orElse(door);
            } catch (UncheckedIOException e) {
                // the one we know is as good as any
            }
        }
        return door;
    }

    private static Optional<Door> find(String sandbox, String token) {
        var listed = Http.get(sandbox + "/v1/webhooks", Map.of("x-api-token", token));
        return Door.in(listed.json().path("data"), "create", "deal", "2.0");
    }
}

package io.pipestream.support;

import static java.util.Map.entry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;

import io.pipestream.sandbox.Sandbox;
import io.pipestream.sandbox.SandboxOptions;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import org.jspecify.annotations.Nullable;

/** Gives the application under test a sandbox as its Pipedrive account, and the sandbox an address to deliver to. */
public final class SandboxAccount implements QuarkusTestResourceLifecycleManager {

    /** Retries come after 30 ms, 300 ms and 1.5 s, and a ban lasts 18 s. */
    private static final double SPEED = 100;

    /** So many that no test is refused for another one's calls. */
    private static final long TOKENS_PER_DAY = 100_000_000;

    private static final int CALLS_PER_TWO_SECONDS = 100_000;

    private static final String SECRETS_KEY = "dGhpcnR5LXR3byBieXRlcyBmb3IgdGhlIHRlc3RzISE=";

    private @Nullable Sandbox sandbox;

    @Override
    public Map<String, String> start() {
        sandbox = Sandbox.start(
                SandboxOptions.defaults().withSpeed(SPEED).withPlan(TOKENS_PER_DAY, CALLS_PER_TWO_SECONDS));
        var port = freePort();
        return Map.ofEntries(
                entry("quarkus.http.test-port", Integer.toString(port)),
                entry("pipestream.public-url", "http://127.0.0.1:" + port),
                entry("pipestream.pipedrive.base-url", sandbox.url().toString()),
                entry("pipestream.pipedrive.burst", Integer.toString(CALLS_PER_TWO_SECONDS)),
                // How calls are tried again is held by tests that call without the application.
                entry("pipestream.pipedrive.retries", "1"),
                entry("pipestream.pipedrive.blocked-pause", "500ms"),
                entry("pipestream.pipedrive.breaker-pause", "500ms"),
                entry("pipestream.pipedrive.ban-duration", "18s"),
                entry("pipestream.pipedrive.retry-window", "3s"),
                entry("pipestream.reconcile.tick", "1s"),
                // Seldom, so that what a test does to a webhook stands until the test has seen it.
                entry("pipestream.reconcile.min-interval", "10m"),
                entry("pipestream.account.api-token", sandbox.token()),
                entry("pipestream.access.admin-key", Api.KEY),
                entry("pipestream.oauth.client-id", "sandbox-client"),
                entry("pipestream.oauth.client-secret", "sandbox-secret"),
                entry("pipestream.secrets.key", SECRETS_KEY),
                entry("pipestream.journal.archive", "target/test-archives/" + port),
                entry("pipestream.journal.capacity", "100G"),
                entry("test.sandbox.url", sandbox.url().toString()),
                entry("test.sandbox.token", sandbox.token()));
    }

    @Override
    public void stop() {
        if (sandbox != null) {
            sandbox.close();
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

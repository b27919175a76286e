package io.pipestream.support;

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

    private @Nullable Sandbox sandbox;

    @Override
    public Map<String, String> start() {
        sandbox = Sandbox.start(
                SandboxOptions.defaults().withSpeed(SPEED).withPlan(TOKENS_PER_DAY, CALLS_PER_TWO_SECONDS));
        var port = freePort();
        return Map.of(
                "quarkus.http.test-port", Integer.toString(port),
                "pipestream.public-url", "http://127.0.0.1:" + port,
                "pipestream.pipedrive.base-url", sandbox.url().toString(),
                "pipestream.pipedrive.burst", Integer.toString(CALLS_PER_TWO_SECONDS),
                "pipestream.pipedrive.blocked-pause", "1s",
                "pipestream.account.api-token", sandbox.token(),
                "pipestream.access.admin-key", Api.KEY,
                "test.sandbox.url", sandbox.url().toString(),
                "test.sandbox.token", sandbox.token());
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

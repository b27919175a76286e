package io.pipestream.support;

import static java.util.Map.entry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.pipestream.embedded.Servers;
import io.pipestream.sandbox.Sandbox;
import io.pipestream.sandbox.SandboxOptions;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTestProfile;
import org.jspecify.annotations.Nullable;

/**
 * An account on Pipedrive's smallest plan with all of Pipedrive's own waits, on a schema and topics of its own: for
 * tests that move the time by hours and days. Settings are the product's defaults; nothing is scheduled, a test makes
 * time pass, see {@link VirtualTime}.
 */
public final class VirtualAccount implements QuarkusTestResourceLifecycleManager {

    /** What of the topics' names comes first. */
    public static final String TOPICS = "virtual";

    private static final long TOKENS_PER_DAY = 30_000;

    private static final int CALLS_PER_TWO_SECONDS = 100_000;

    private @Nullable Sandbox sandbox;
    private @Nullable Cable cable;

    /** One application for all tests in virtual time. */
    public static final class Profile implements QuarkusTestProfile {

        @Override
        public boolean disableGlobalTestResources() {
            return true;
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(VirtualAccount.class));
        }

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.scheduler.enabled",
                    "false",
                    "pipestream.publish.topic-prefix",
                    TOPICS,
                    "pipestream.publish.transactional-id-prefix",
                    TOPICS,
                    "pipestream.account.events",
                    "added.deal,added.note,added.organization,added.person",
                    // Both in real time, of which a step of virtual time takes a few milliseconds.
                    "pipestream.pipedrive.breaker-pause",
                    "10ms",
                    "pipestream.pipedrive.burst",
                    Integer.toString(CALLS_PER_TWO_SECONDS));
        }
    }

    @Override
    public Map<String, String> start() {
        sandbox = Sandbox.start(SandboxOptions.defaults().withPlan(TOKENS_PER_DAY, CALLS_PER_TWO_SECONDS));
        var port = freePort();
        cable = Cable.to(port);
        var settings = new HashMap<>(inItsOwnSchema(new Servers().start()));
        settings.putAll(Map.ofEntries(
                entry("quarkus.http.test-port", Integer.toString(port)),
                entry("pipestream.public-url", "http://127.0.0.1:" + cable.port()),
                entry("pipestream.pipedrive.base-url", sandbox.url().toString()),
                entry("pipestream.account.api-token", sandbox.token()),
                entry("pipestream.access.admin-key", Api.KEY),
                entry("test.sandbox.url", sandbox.url().toString()),
                entry("test.sandbox.token", sandbox.token())));
        return settings;
    }

    /** The shared one knows other accounts, which would be polled too, and events of the same company. */
    private static Map<String, String> inItsOwnSchema(Map<String, String> servers) {
        var url = String.valueOf(servers.get("quarkus.datasource.jdbc.url"));
        var name = "virtual_" + System.nanoTime();
        try (var connection = DriverManager.getConnection(
                        url, servers.get("quarkus.datasource.username"), servers.get("quarkus.datasource.password"));
                var statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("no schema of its own", e);
        }
        var changed = new HashMap<>(servers);
        changed.put("quarkus.datasource.jdbc.url", url + (url.contains("?") ? '&' : '?') + "currentSchema=" + name);
        return changed;
    }

    @Override
    public void stop() {
        if (cable != null) {
            try {
                cable.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
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

package io.pipestream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.pipestream.embedded.PackagedService;
import io.pipestream.sandbox.SandboxOptions;
import io.pipestream.support.Door;
import io.pipestream.support.ReadinessProxy;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three packaged services behind a proxy that follows their readiness, restarted one after the other under load. */
@Timeout(300)
class RestartIT {

    @TempDir
    private Path folder = Path.of("");

    private RealServers servers;

    @BeforeEach
    void startServers() throws Exception {
        servers = RealServers.start(folder, SandboxOptions.defaults());
    }

    @AfterEach
    void stopServers() throws Exception {
        servers.stop();
    }

    @Test
    void aRollingRestartRefusesNothingAndKeepsTheOrder() throws Exception {
        // Given
        var one = servers.service(Map.of("QUARKUS_SHUTDOWN_DELAY", "2s"));
        var all = List.of(one, servers.replica(one, "two"), servers.replica(one, "three"));
        for (var service : all) {
            service.start();
        }
        try (var proxy =
                ReadinessProxy.to(all.stream().map(PackagedService::url).toList())) {
            awaitReady(proxy, 3);
            var load = new OrderedLoad(List.of(door(one, proxy)), 8_300_000, 40, Duration.ofMillis(100));
            load.start();
            load.await(200, 204);

            // When
            for (var service : all) {
                service.close();
                service.start();
                awaitReady(proxy, 3);
                load.await(100, 204);
            }
            load.stop();

            // Then
            System.out.printf("rolling restart: answered %s, %d hung up on%n", load.statuses(), load.hangUps());
            assertThat(load.refusals()).as("answers that are no 2xx").isEmpty();
            assertThat(load.hangUps()).isZero();
            load.assertAllInTheTopicInOrder(servers.kafka());
        }
    }

    private static void awaitReady(ReadinessProxy proxy, int instances) {
        Awaitility.await(instances + " instances are ready")
                .atMost(Duration.ofSeconds(60))
                .until(() -> proxy.readyInstances() == instances);
    }

    private Door door(PackagedService service, ReadinessProxy proxy) {
        var found = Awaitility.await("the webhook of new deals is registered")
                .atMost(Duration.ofSeconds(30))
                .until(() -> Door.in(servers.sandbox().webhooks(), "create", "deal", "2.0"), Optional::isPresent)
                .orElseThrow();
        return new Door(found.url().replace(service.url(), proxy.url()), found.user(), found.password());
    }
}

package io.pipestream.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A packaged service that is started before Postgres, and without Kafka. */
@Timeout(120)
class PostgresLaterIT {

    private static final String KEY = "psk_later_0123456789abcdef0123456789abcdef";

    private static final int SIGTERM = 128 + 15;

    /** A stop that is not heard takes the 30 s after which the process is killed. */
    private static final Duration PROMPTLY = Duration.ofSeconds(5);

    @TempDir
    private Path folder = Path.of("");

    private final int servicePort = Ports.free();

    private ServiceLog log() {
        ServerLogs.quiet();
        return ServiceLog.quiet(folder.resolve("service.log"), line -> {});
    }

    @Test
    void whileItWaitsItStopsWhenItIsTold() throws Exception {
        // Given
        var log = log();
        try (var service = start(Ports.free(), log)) {
            awaitWaiting(log);

            // When
            var took = stop(service);

            // Then
            assertThat(took).isLessThan(PROMPTLY);
            assertThat(service.waitFor()).isEqualTo(SIGTERM);
            assertThat(Files.readString(log.file()))
                    .contains("told to stop before Postgres was there")
                    .doesNotContain(" ERROR ", "\tat ");
        }
    }

    @Test
    void whileItWaitsForOneThatSaysNothingItStopsWhenItIsTold() throws Exception {
        // Given
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                var service = start(silent.getLocalPort(), log())) {
            silent.setSoTimeout(30_000);
            var asking = silent.accept();

            // When
            var took = stop(service);

            // Then
            assertThat(took).isLessThan(PROMPTLY);
            assertThat(service.waitFor()).isEqualTo(SIGTERM);
            asking.close();
        }
    }

    @Test
    void whenPostgresComesItStarts() throws Exception {
        // Given
        var log = log();
        var port = Ports.free();
        try (var service = start(port, log)) {
            awaitWaiting(log);

            // When
            var postgres = EmbeddedPostgres.start(folder, port, Durability.DURABLE);

            // Then
            try {
                service.awaitReady(URI.create("http://127.0.0.1:" + servicePort), Duration.ofSeconds(60));
                stop(service);
            } finally {
                postgres.close();
            }
        }
    }

    private ServiceProcess start(int postgresPort, ServiceLog log) throws Exception {
        // As the one that comes will find it.
        var password = SecretFile.readOrCreate(folder.resolve("postgres.password"), "");
        var addresses = new Backends.Addresses(
                new RunFile.Postgres(
                        "jdbc:postgresql://127.0.0.1:" + postgresPort + "/pipestream", EmbeddedPostgres.USER, password),
                "127.0.0.1:" + Ports.free(),
                null);
        var environment = new HashMap<>(ServiceEnvironment.of(servicePort, addresses, Settings.of(Map.of()), KEY));
        environment.put("QUARKUS_SHUTDOWN_DELAY", "0s");
        return ServiceProcess.start(PackagedService.JAR, environment, folder.resolve("service.pid"), log);
    }

    private static void awaitWaiting(ServiceLog log) {
        Awaitility.await("it waits for Postgres")
                .atMost(Duration.ofSeconds(30))
                .until(() -> log.tail().stream().anyMatch(line -> line.contains("Postgres is not there yet")));
    }

    private static Duration stop(ServiceProcess service) throws Exception {
        var begun = System.nanoTime();
        service.close();
        return Duration.ofNanos(System.nanoTime() - begun);
    }
}

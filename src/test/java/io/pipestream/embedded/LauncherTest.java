package io.pipestream.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher as the process it is in real life: its own JVM, real servers, a stand-in for the production jar. */
class LauncherTest {

    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    @TempDir
    private Path temporary = Path.of("");

    private Path data = Path.of("");
    private Path jar = Path.of("");
    private final List<Process> launchers = new ArrayList<>();

    @BeforeEach
    void prepare() throws IOException {
        // A space in the path, since people have them.
        data = temporary.resolve("my data");
        jar = StandInService.pack(temporary.resolve("stand-in.jar"));
    }

    @AfterEach
    void leaveNothingRunning() throws IOException {
        launchers.forEach(launcher -> Processes.stop(launcher.toHandle(), Duration.ofSeconds(40)));
        ServiceProcess.stopOrphan(data.resolve("service.pid"));
        EmbeddedPostgres.stopOrphan(data);
    }

    @Test
    void everythingStartsTellsWhereItIsAndLeavesNothingBehind() throws Exception {
        // Given
        var launcher = up();
        var run = awaitReady(launcher);
        var environment = get(run.service() + "/environment");
        var processes = processes(launcher);
        var second = up();
        var secondExit = second.waitFor();

        // When
        launcher.destroy();

        // Then
        assertThat(launcher.waitFor(40, TimeUnit.SECONDS)).isTrue();
        assertThat(processes).hasSizeGreaterThanOrEqualTo(2).noneMatch(ProcessHandle::isAlive);
        assertThat(RunFile.in(data)).doesNotExist();
        assertThat(data.resolve("service.pid")).doesNotExist();
        assertThat(environment.lines())
                .contains(
                        "QUARKUS_HTTP_HOST=127.0.0.1",
                        "QUARKUS_DATASOURCE_JDBC_URL=" + run.postgres().url(),
                        "QUARKUS_DATASOURCE_USERNAME=" + run.postgres().user(),
                        "QUARKUS_DATASOURCE_PASSWORD=" + run.postgres().password(),
                        "KAFKA_BOOTSTRAP_SERVERS=" + run.kafka(),
                        "PIPESTREAM_ACCESS_ADMIN_KEY=" + run.adminKey(),
                        "PIPESTREAM_PUBLIC_URL=https://hooks.example.test");
        assertThat(run.pid()).isEqualTo(launcher.pid());
        assertThat(secondExit).isEqualTo(1);
        assertThat(output(second))
                .contains("already runs on " + data)
                .contains("process " + launcher.pid())
                .contains(run.service());
        assertThat(output(launcher))
                .contains("New admin key: " + run.adminKey())
                .contains(run.console());
    }

    @Test
    void aKilledLauncherCostsNothingButARestart() throws Exception {
        // Given
        var killed = up();
        var before = awaitReady(killed);
        var orphans = processes(killed);
        killed.destroyForcibly().waitFor();
        assertThat(orphans).anyMatch(ProcessHandle::isAlive);

        // When
        var next = up();
        var after = awaitReady(next);

        // Then
        assertThat(orphans).noneMatch(ProcessHandle::isAlive);
        assertThat(after.adminKey()).isEqualTo(before.adminKey());
        assertThat(after.postgres().password()).isEqualTo(before.postgres().password());
        assertThat(output(next)).doesNotContain(after.adminKey());
    }

    @Test
    void aServiceThatEndsByItselfEndsEverythingAndSaysWhy() throws Exception {
        // Given
        var launcher = up();
        var run = awaitReady(launcher);
        var processes = processes(launcher);

        // When
        HttpClient.newHttpClient()
                .sendAsync(
                        HttpRequest.newBuilder(URI.create(run.service() + "/break"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .exceptionally(connectionLost -> null);

        // Then
        assertThat(launcher.waitFor(40, TimeUnit.SECONDS)).isTrue();
        assertThat(launcher.exitValue()).isEqualTo(1);
        assertThat(output(launcher)).contains("ended by itself (exit code 3)").contains("the disk is on fire");
        assertThat(processes).noneMatch(ProcessHandle::isAlive);
        assertThat(RunFile.in(data)).doesNotExist();
    }

    private Process up() throws IOException {
        var log = temporary.resolve("launcher-" + launchers.size() + ".log");
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Launcher.class.getName(),
                        "up",
                        "--data",
                        data.toString(),
                        "--port",
                        "0",
                        "--jar",
                        jar.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().keySet().removeAll(List.of("QUARKUS_DATASOURCE_JDBC_URL", "KAFKA_BOOTSTRAP_SERVERS"));
        builder.environment()
                .putAll(Map.of("PIPEDRIVE_API_TOKEN", "t", "PIPESTREAM_PUBLIC_URL", "https://hooks.example.test"));
        var launcher = builder.start();
        launchers.add(launcher);
        return launcher;
    }

    private RunFile awaitReady(Process launcher) {
        return await().atMost(START_LIMIT)
                .failFast("the launcher ended", () -> !launcher.isAlive())
                .until(() -> runOf(launcher), run -> run != null);
    }

    /** The run file of this launcher; null while there is none or another's. */
    private @Nullable RunFile runOf(Process launcher) throws IOException {
        var run = RunFile.read(data);
        return run != null && run.pid() == launcher.pid() ? run : null;
    }

    /** What must be gone at the end: the service, and the database, which makes itself independent of its starter. */
    private List<ProcessHandle> processes(Process launcher) throws IOException {
        var processes = new ArrayList<>(launcher.descendants().toList());
        EmbeddedPostgres.running(data).ifPresent(processes::add);
        return processes;
    }

    private String output(Process launcher) {
        try {
            return Files.readString(temporary.resolve("launcher-" + launchers.indexOf(launcher) + ".log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String get(String url) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}

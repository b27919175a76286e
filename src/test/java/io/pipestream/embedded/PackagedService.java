package io.pipestream.embedded;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import io.pipestream.sandbox.Sandbox;
import org.jspecify.annotations.Nullable;

/** The packaged service as a process, for tests that kill it and start it again at the same address. */
public final class PackagedService implements AutoCloseable {

    /** What the build has packaged. */
    public static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");

    private static final Duration READY_LIMIT = Duration.ofMinutes(1);

    private final Path folder;
    private final Path jar;
    private final int port;
    private final Map<String, String> environment;
    private @Nullable ServiceProcess process;

    private PackagedService(Path folder, Path jar, int port, Map<String, String> environment) {
        this.folder = folder;
        this.jar = jar;
        this.port = port;
        this.environment = environment;
    }

    /**
     * One that is not started yet.
     *
     * @param folder   gets its log
     * @param kafka    bootstrap servers; nobody needs to listen there
     * @param adminKey of its management API
     */
    public static PackagedService of(
            Path folder, Path jar, EmbeddedPostgres postgres, String kafka, Sandbox sandbox, String adminKey) {
        // The database complains when it is to stop and has stopped.
        ServerLogs.quiet();
        var port = Ports.free();
        var addresses = new Backends.Addresses(
                new RunFile.Postgres(postgres.jdbcUrl(), postgres.user(), postgres.password()),
                kafka,
                new Backends.SandboxAddress(sandbox.url().toString(), sandbox.token()));
        return new PackagedService(
                folder, jar, port, ServiceEnvironment.of(port, addresses, Settings.of(Map.of()), adminKey));
    }

    /**
     * Another instance on the same servers, that calls itself by the same public address; not started yet.
     *
     * @param itsFolder gets its log
     */
    public PackagedService replica(Path itsFolder) {
        var itsPort = Ports.free();
        var variables = new HashMap<>(environment);
        variables.put("QUARKUS_HTTP_PORT", Integer.toString(itsPort));
        return new PackagedService(itsFolder, jar, itsPort, Map.copyOf(variables));
    }

    /**
     * The same with more variables in its environment; not started yet.
     *
     * @param more for example {@code JAVA_TOOL_OPTIONS}, or a setting of ours
     */
    public PackagedService with(Map<String, String> more) {
        var variables = new HashMap<>(environment);
        variables.putAll(more);
        return new PackagedService(folder, jar, port, Map.copyOf(variables));
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Starts it, and returns when a delivery can be kept. */
    public void start() throws IOException, InterruptedException {
        var log = ServiceLog.quiet(Files.createDirectories(folder).resolve("service.log"), line -> {});
        process = ServiceProcess.start(jar, environment, folder.resolve("service.pid"), log);
        process.awaitReady(URI.create(url()), READY_LIMIT);
    }

    /** Whether its process is there; it may be stopped or not ready. */
    public boolean isRunning() {
        return process != null && process.isAlive();
    }

    /** Ends it as a power cut would (SIGKILL); returns when it is gone. */
    public void kill() throws InterruptedException {
        Objects.requireNonNull(process, "not started").kill();
    }

    /** Stops it where it is (SIGSTOP), as a machine does that swaps or is moved; it keeps its connections. */
    public void pause() throws IOException, InterruptedException {
        Objects.requireNonNull(process, "not started").signal("STOP");
    }

    /** Lets it go on as if nothing had happened. */
    public void resume() throws IOException, InterruptedException {
        Objects.requireNonNull(process, "not started").signal("CONT");
    }

    /** Stops it as an operator does (SIGTERM); it can be started again. */
    @Override
    public void close() throws IOException {
        if (process != null) {
            process.close();
        }
    }
}

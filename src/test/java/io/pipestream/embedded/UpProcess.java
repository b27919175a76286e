package io.pipestream.embedded;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code ./pipestream up} as a process of its own: servers, simulated Pipedrive and the packaged service. */
public final class UpProcess implements AutoCloseable {

    /** Variables that would make it use servers or an account of the user's. */
    private static final List<String> NOT_INHERITED = List.of(
            "QUARKUS_DATASOURCE_JDBC_URL",
            "KAFKA_BOOTSTRAP_SERVERS",
            "PIPEDRIVE_API_TOKEN",
            "PIPESTREAM_PUBLIC_URL",
            "PIPESTREAM_ACCESS_ADMIN_KEY");

    private static final Duration STOP_PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Path data;
    private final Path log;

    private UpProcess(Process process, Path data, Path log) {
        this.process = process;
        this.data = data;
        this.log = log;
    }

    /**
     * Starts it; what it prints goes to {@code up.log} beside the data folder's own logs.
     *
     * @param data keeps everything between runs; made if it is not there
     * @param port the service's; 0 picks free ports for everything
     * @param jar  the packaged service
     */
    public static UpProcess start(Path data, int port, Path jar) throws IOException {
        var log = Files.createDirectories(data.resolve("logs")).resolve("up.log");
        // The heap and the collector of the entry script, so that it is measured as it is run.
        var builder = new ProcessBuilder(JavaCommand.of(
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Launcher.class.getName(),
                        "up",
                        "--data",
                        data.toString(),
                        "--port",
                        Integer.toString(port),
                        "--jar",
                        jar.toAbsolutePath().toString()))
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(log.toFile()));
        builder.environment().keySet().removeAll(NOT_INHERITED);
        return new UpProcess(builder.start(), data, log);
    }

    /**
     * Waits until a delivery can be kept; answers where everything is.
     *
     * @throws LaunchException if it ends or is not ready in time, with what it printed
     */
    public RunFile awaitReady(Duration limit) throws IOException, InterruptedException {
        var deadline = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < deadline) {
            var run = RunFile.read(data);
            if (run != null && run.pid() == process.pid()) {
                return run;
            }
            if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
                throw new LaunchException("Pipestream ended while starting:\n" + Files.readString(log));
            }
        }
        throw new LaunchException(
                "Pipestream is not ready after " + limit.toSeconds() + " s:\n" + Files.readString(log));
    }

    /** Every process that must be gone when this one is, itself first. The database is nobody's child. */
    public List<ProcessHandle> processes() throws IOException {
        var processes = new ArrayList<ProcessHandle>();
        processes.add(process.toHandle());
        process.descendants().forEach(processes::add);
        EmbeddedPostgres.running(data).ifPresent(processes::add);
        return processes;
    }

    /**
     * Whose processor time is whose.
     *
     * @param launcher also runs Kafka and the simulated Pipedrive
     * @param postgres the main process; its children serve the connections
     */
    public record Parts(ProcessHandle launcher, ProcessHandle service, ProcessHandle postgres) {}

    /** The processes of a ready instance. */
    public Parts parts() throws IOException {
        return new Parts(
                process.toHandle(),
                ServiceProcess.running(data.resolve("service.pid")).orElseThrow(),
                EmbeddedPostgres.running(data).orElseThrow());
    }

    /** Stops it as Ctrl-C does (SIGTERM). */
    @Override
    public void close() throws IOException {
        Processes.stop(process.toHandle(), STOP_PATIENCE);
        // Nothing to do unless it had to be killed.
        ServiceProcess.stopOrphan(data.resolve("service.pid"));
        EmbeddedPostgres.stopOrphan(data);
    }
}

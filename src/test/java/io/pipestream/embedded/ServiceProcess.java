package io.pipestream.embedded;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The production jar as a child process. */
final class ServiceProcess implements AutoCloseable {

    private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);

    private final Process process;
    private final Path pidFile;
    private final ServiceLog log;
    private final Thread logCopy;

    private ServiceProcess(Process process, Path pidFile, ServiceLog log, Thread logCopy) {
        this.process = process;
        this.pidFile = pidFile;
        this.log = log;
        this.logCopy = logCopy;
    }

    /**
     * Starts the jar with the Java that runs this.
     *
     * @param settings environment variables added to ours
     * @param pidFile  remembers the process for {@link #stopOrphan}
     */
    static ServiceProcess start(Path jar, Map<String, String> settings, Path pidFile, ServiceLog log)
            throws IOException {
        var command = new ArrayList<>(JavaCommand.of("-jar", jar.toString()));
        command.addAll(1, javaOptions());
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(settings);
        var process = builder.start();
        process.getOutputStream().close();
        var service = new ServiceProcess(process, pidFile, log, log.copy(process.getInputStream()));
        Files.writeString(pidFile, process.pid() + " " + startOf(process.toHandle()) + '\n');
        return service;
    }

    /** For the service alone; Java's own variables would tune the launcher and its servers too. */
    private static List<String> javaOptions() {
        var options =
                System.getenv().getOrDefault("PIPESTREAM_JAVA_OPTIONS", "").strip();
        return options.isEmpty() ? List.of() : List.of(options.split(" +", -1));
    }

    /** Stops the service of a launcher that was killed, if it still runs. Call with the data folder locked. */
    static void stopOrphan(Path pidFile) throws IOException {
        running(pidFile).ifPresent(orphan -> Processes.stop(orphan, STOP_PATIENCE));
        Files.deleteIfExists(pidFile);
    }

    /** The service that the file remembers, if it runs. */
    static Optional<ProcessHandle> running(Path pidFile) throws IOException {
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        var parts = List.of(Files.readString(pidFile).strip().split(" ", -1));
        return parts.size() != 2
                ? Optional.empty()
                : ProcessHandle.of(Long.parseLong(parts.get(0)))
                        // Process ids are used again: it is ours only if it also started when ours did.
                        .filter(process -> Math.abs(startOf(process) - Long.parseLong(parts.get(1))) < 5);
    }

    /**
     * Waits until a delivery can be kept.
     *
     * @throws LaunchException if the service ends or is not ready in time, with the end of its log
     */
    void awaitReady(URI service, Duration limit) throws InterruptedException {
        var request = HttpRequest.newBuilder(service.resolve("/q/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        var deadline = System.nanoTime() + limit.toNanos();
        try (var client = HttpClient.newHttpClient()) {
            while (System.nanoTime() < deadline) {
                if (isReady(client, request)) {
                    return;
                }
                if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
                    throw new LaunchException(lastWords("The service ended while starting"));
                }
            }
        }
        throw new LaunchException(lastWords("The service is not ready after " + limit.toSeconds() + " s"));
    }

    /** Waits for the process to end and returns its exit code. */
    int waitFor() throws InterruptedException {
        return process.waitFor();
    }

    /** A failure with the end of the log, for the terminal. */
    String lastWords(String failure) {
        if (!process.isAlive()) {
            awaitLog();
        }
        return failure + ". The end of " + log.file() + ":\n  " + String.join("\n  ", log.tail());
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Ends the process as a power cut would (SIGKILL); returns when it is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Sends a signal, {@code STOP} or {@code CONT}; a stopped process cannot notice. */
    void signal(String name) throws IOException, InterruptedException {
        var sent = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (sent != 0) {
            throw new IOException("signal " + name + " not sent to " + process.pid());
        }
    }

    @Override
    public void close() throws IOException {
        Processes.stop(process.toHandle(), STOP_PATIENCE);
        awaitLog();
        Files.deleteIfExists(pidFile);
    }

    /** The last lines arrive after the process has ended. */
    private void awaitLog() {
        try {
            logCopy.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isReady(HttpClient client, HttpRequest request) throws InterruptedException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** When a process started, in seconds since 1970. */
    private static long startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::getEpochSecond).orElse(0L);
    }
}
